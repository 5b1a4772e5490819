"""The processes of the conflict, the same with or without a mission. One file a process: its
parameters with unit, range and source, its kernels, and the calls that the tick makes."""
