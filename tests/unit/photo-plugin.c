/* A decoder of nobody: the first byte of the "photo" says what it does with its process. */
#include "app/photo/plugin.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

McPhotoPluginFunction medcheck_photo_decode_1;

#ifdef MC_AT_LOAD /* before anybody asks for the function */
static void
connect_out(void)
{
	(void)!socket(AF_INET, SOCK_STREAM, 0);
}

static void
create_a_file(void)
{
	(void)!open("/tmp/medcheck-photo-plugin", O_CREAT | O_WRONLY, 0600);
}

/* Ends itself when it gets what it wants: refused, it goes on as if nothing were. */
static void
read_what_is_not_his(void)
{
	if (open("/etc/passwd", O_RDONLY) >= 0)
		_exit(1);
#ifndef MC_SANITIZED /* whose run-time library reads there, too */
	if (open("/proc/self/environ", O_RDONLY) >= 0)
		_exit(1);
#endif
}

__attribute__((constructor)) static void
at_load(void)
{
	static void (*const all[])(void) = {connect_out, create_a_file, read_what_is_not_his};

	(void)all;
	MC_AT_LOAD();
}
#endif

static void
misbehave(unsigned char how)
{
	volatile unsigned char hangs = how;

	if (how == 'C')
		raise(SIGSEGV);
	else if (how == 'O' && open("/proc/self/status", O_RDONLY) < 0)
		_exit(1);
	else if (how == 'N' && socket(AF_INET, SOCK_STREAM, 0) < 0)
		_exit(1);
	else if (how == 'X')
		(void)!system("true");
	while (hangs == 'H')
		hangs = how;
}

int
medcheck_photo_decode_1(const unsigned char *photo, size_t photo_bytes, unsigned char *rgb,
    unsigned *width, unsigned *height)
{
	misbehave(photo[0]);
	*width = photo[0] == 'W' ? 4000 : 102;
	*height = 126;
	for (size_t i = 0; i < 102 * 126 * 3; i++)
		rgb[i] = photo[i % photo_bytes];
	if (photo[0] == 'E') /* more than it says */
		(void)!write(STDOUT_FILENO, rgb, 100);
	return photo[0] == 'F' ? 1 : 0;
}
