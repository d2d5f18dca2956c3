// Each class has a mail server and an installation of its own: one after the other is enough for a small machine.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
