using Checking;
using Clones;
using Harness;

namespace Verify.Commands;

/// <summary>Replays a counterexample by its token.</summary>
internal static class TokenReplay
{
    public static int Run(ReplayToken token, bool json, Terminal terminal)
    {
        Counterexample<Operation>? counterexample;
        try
        {
            counterexample = CloneChecks.Named(token.Check).Replay([.. token.Operations.Select(OperationText.Parse)], "replayed");
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException)
        {
            return terminal.Refuse($"{token}: no such file, and no replay token: {exception.Message}");
        }

        if (json)
        {
            terminal.WriteJson(new { verdict = counterexample is null ? Verdict.Holds : Verdict.Violated, counterexample = counterexample?.ToString() });
        }
        else
        {
            terminal.WriteText(counterexample?.ToString() ?? $"{token.Check}: holds along these {token.Operations.Count} operations");
        }

        return counterexample is null ? ExitCode.Holds : ExitCode.Violated;
    }
}
