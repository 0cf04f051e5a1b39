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
        ParseResult parsed = Root(terminal, interrupted).Parse(arguments);
        if (parsed.Errors.Count > 0 && !IsCompletion(arguments))
        {
            return terminal.Refuse($"{Problem(parsed)}{Meant(parsed)} (see --help)");
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = terminal.Output.Profile.Out.Writer,
            Error = terminal.Error.Profile.Out.Writer,
        });
    }

    /// <summary>The command line.</summary>
    /// <param name="terminal">Where to write.</param>
    /// <param name="interrupted">Stops what runs.</param>
    /// <returns>The root of all commands.</returns>
    public static RootCommand Root(Terminal terminal, CancellationToken interrupted)
    {
        RootCommand root = new("""
            Holds the reference model of FreeBSD's sound clone manager (sys/dev/sound/clone.c) to recordings of the original,
            to its laws, to every state of small scopes, and each of these checks to planted faults.
            Without a command, everything within the budget; what turns up something new, or fails, is kept and run first the next time.
            Exit codes: 0 holds, 1 violated, 2 usage or unreadable input, 3 undecided, 130 interrupted.
            Examples:
              verify
              verify --budget 8h
              verify --only sequences --only scope --budget 10m
              verify --seed c0ffee --json
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
            ReportCommand.Create(terminal, interrupted),
            CorpusCommand.Create(terminal, interrupted),
        };
        EverythingCommand.AddTo(root, terminal, interrupted);
        return root;
    }

    /// <summary>Whether a shell asks how a line may go on: a line that is not complete has errors.</summary>
    private static bool IsCompletion(IReadOnlyList<string> arguments) => arguments is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);

    /// <summary>What is wrong with a line, in one line.</summary>
    private static string Problem(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (command is { Action: null, Subcommands: [_, ..] parts })
        {
            string found = parsed.UnmatchedTokens is [var typed, ..] ? $", found {typed}" : string.Empty;
            return $"{command.Name}: expected {string.Join(" or ", parts.Select(part => part.Name))}{found}.";
        }

        return string.Join(' ', parsed.Errors[0].Message.Split(['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>What was likely meant by what there is not.</summary>
    private static string Meant(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        return parsed.UnmatchedTokens is [var typed, ..]
            && NearestName.Of(typed, typed.StartsWith('-') ? command.Options.Select(option => option.Name) : command.Subcommands.Select(one => one.Name)) is { } meant
            ? $" Did you mean {meant}?"
            : string.Empty;
    }
}
