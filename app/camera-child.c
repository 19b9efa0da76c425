/* medcheck-camera SOURCE: looks through the camera for the kiosk and gives it single pictures over
 * its standard input, a socket (drivers/camera/wire.h). It writes nothing, reaches no network and
 * starts nothing; once the camera is open it opens nothing else. Whatever goes wrong ends it. */
#include "drivers/camera/child/pipeline.h"
#include "drivers/camera/child/sandbox.h"
#include "drivers/camera/child/serve.h"

#include <signal.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	McCameraPipeline *pipeline = NULL;
	McCameraCause cause = MC_CAMERA_CAUSE_NONE;

	if (argc != 2)
		_exit(2);
	close_range(STDERR_FILENO + 1, ~0u, 0);
	signal(SIGPIPE, SIG_IGN);
	mc_camera_limit();
	if (!mc_camera_forbid_all_but_opening(argv[1]))
		_exit(1);
	pipeline = mc_camera_pipeline_open(argv[1], &cause);
	if (!mc_camera_forbid_all_but_looking())
		_exit(1);
	if (pipeline == NULL)
		mc_camera_say(STDIN_FILENO, MC_CAMERA_FAULT, cause);
	else
		mc_camera_serve(pipeline, STDIN_FILENO);
	_exit(pipeline == NULL ? 1 : 0);
}
