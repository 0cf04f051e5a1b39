// The console program. Application.cs has the commands; each command is a file of its own in Commands/.
using System.Runtime.InteropServices;
using Verify;

using CancellationTokenSource interrupted = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
{
    // The first one stops between two steps of work; a second one ends the process.
    context.Cancel = !interrupted.IsCancellationRequested;
    interrupted.Cancel();
});

return Application.Run(args, Terminal.OfProcess(), interrupted.Token);
