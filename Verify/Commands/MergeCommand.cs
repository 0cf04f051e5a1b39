// verify merge: the parts of a search that ran on several machines, as one.
using System.CommandLine;
using System.Text.Json;
using Harness.Schedules;

namespace Verify.Commands;

/// <summary>Adds up parts.</summary>
internal static class MergeCommand
{
    private const string Source = "`verify schedules --shard k/n --json` prints";

    public static Command Create(Terminal terminal, CancellationToken interrupted)
    {
        Argument<string[]> files = new("FILE") { Description = "What `verify schedules --shard k/n --json` printed, a file a part.", Arity = ArgumentArity.OneOrMore };
        Option<bool> json = CommonOptions.Json();
        Command command = new("merge", """
            Adds up the parts of a search of schedules. The counts are those of one machine that ran it all; where a part is missing,
            it is undecided.
            Examples:
              verify schedules --shard 1/2 --json > 1.json
              verify schedules --shard 2/2 --json > 2.json
              verify merge 1.json 2.json
            """)
        { files, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(files), parsed.GetValue(json), terminal, interrupted));
        return command;
    }

    private static int Run(string[] files, bool json, Terminal terminal, CancellationToken interrupted)
    {
        List<SearchRecord> parts = [];
        foreach (string file in files)
        {
            try
            {
                parts.Add(SearchRecord.Parse(Terminal.ReadAllText(file)));
            }
            catch (JsonException exception)
            {
                return terminal.Refuse($"{file}: no part of a search: it is not what {Source}{JsonPlace.Of(exception)}");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return terminal.RefuseFile(file, exception, $"{Source} one");
            }
        }

        try
        {
            SearchRecord whole = SearchRecord.Merge(parts);
            SchedulesCommand.Write([whole], json, terminal);
            return ExitCode.Of(whole.Verdict, interrupted);
        }
        catch (ArgumentException exception)
        {
            // The runtime appends the name of a parameter, which is none of the command line's.
            return terminal.Refuse(exception.Message.Replace($" (Parameter '{exception.ParamName}')", string.Empty, StringComparison.Ordinal));
        }
    }
}
