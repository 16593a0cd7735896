/* A disk whose every sync is as the file $DISK says: "slow" takes three seconds, "gone" fails. Without the file it is as it is. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int sync_by(long call, int file)
{
	char state = 0;
	int said = open(getenv("DISK"), O_RDONLY);
	if (said >= 0) {
		if (read(said, &state, 1) != 1)
			state = 0;
		close(said);
	}
	if (state == 's')
		sleep(3);
	if (state == 'g') {
		errno = EIO;
		return -1;
	}
	return syscall(call, file);
}

int fsync(int file)
{
	return sync_by(SYS_fsync, file);
}

int fdatasync(int file)
{
	return sync_by(SYS_fdatasync, file);
}
