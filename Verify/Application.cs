// The command line: which commands there are and what they take. A line that cannot be read ends with
// exit code 2 and one line that says why.
using System.CommandLine;
using Verify.Commands;

namespace Verify;

/// <summary>The program.</summary>
internal static class Application
{
    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="interrupted">Stops what runs; what was done is printed.</param>
    /// <returns>The exit code.</returns>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken interrupted)
    {
        RootCommand root = new("""
            Holds the reference model of FreeBSD's sound clone manager (sys/dev/sound/clone.c) to recordings of the original,
            to its laws, to every state of small scopes, and each of these checks to planted faults.
            Exit codes: 0 holds, 1 violated, 2 usage or unreadable input, 3 not decided, 130 interrupted.
            """)
        {
            ReplayCommand.Create(terminal, interrupted),
            ExploreCommand.Create(terminal, interrupted),
            ConcurrencyCommand.Create(terminal, interrupted),
            LinearizabilityCommand.Create(terminal, interrupted),
            SchedulesCommand.Create(terminal, interrupted),
            MergeCommand.Create(terminal, interrupted),
            FaultsCommand.Create(terminal, interrupted),
            FindingsCommand.Create(terminal, interrupted),
            MutantsCommand.Create(terminal, interrupted),
            ReceiptCommand.Create(terminal, interrupted),
        };
        EverythingCommand.AddTo(root, terminal, interrupted);
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            return terminal.Refuse($"{string.Join(' ', parsed.Errors[0].Message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))} (see --help)");
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
        });
    }
}
