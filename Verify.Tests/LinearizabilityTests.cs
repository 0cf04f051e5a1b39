using System.Text.Json;
using Xunit;

namespace Verify.Tests;

/// <summary>verify linearizability: verdicts against those that the file expects.</summary>
public sealed class LinearizabilityTests : IDisposable
{
    private const string Invoke = """{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":0,"kind":"return","id":0,"result":null}""";

    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "Histories", "histories.jsonl.gz");
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{nameof(LinearizabilityTests)}-{Environment.ProcessId}.jsonl");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Every_sample_has_the_verdict_that_is_known()
    {
        Console run = Console.Run("linearizability", Samples, "--json");
        JsonElement[] histories = [.. run.Json.GetProperty("histories").EnumerateArray()];

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal(31, histories.Length);
        Assert.All(histories, history => Assert.Equal(
            history.GetProperty("expected").GetBoolean() ? "holds" : "violated", history.GetProperty("verdict").GetString()));
        Assert.All(histories, history => Assert.Equal(JsonValueKind.Number, history.GetProperty("milliseconds").ValueKind));
        Assert.Equal(1_721, histories.Sum(history => history.GetProperty("operations").GetInt32()));
    }

    [Fact]
    public void A_violation_that_is_not_expected_ends_with_1_and_a_picture()
    {
        Write($$"""{"name":"mine","model":"register","expected":true,"events":[{{Invoke}},{"process":1,"kind":"invoke","id":1,"op":"read","args":[]},{"process":1,"kind":"return","id":1,"result":2}]}""");
        Console run = Console.Run("linearizability", _file);

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("no order explains", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 of 1 verdicts are as expected: violated.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_verdict_that_is_better_than_expected_is_a_violation_too()
    {
        Write($$"""{"name":"mine","model":"register","expected":false,"events":[{{Invoke}}]}""");

        Assert.Equal(ExitCode.Violated, Console.Run("linearizability", _file).ExitCode);
    }

    [Fact]
    public void A_malformed_history_ends_with_2_and_one_line_of_file_line_and_reason()
    {
        Write($$"""{"name":"mine","model":"register","expected":true,"events":[{{Invoke}},{"process":0,"kind":"return","id":7,"result":null}]}""");
        Console run = Console.Run("linearizability", _file);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.StartsWith($"{_file}:1: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(ExitCode.Usage, Console.Run("linearizability", "no-such-file").ExitCode);
    }

    [Fact]
    public void Nothing_to_check_or_an_interrupt_is_not_decided()
    {
        Write(string.Empty);

        Assert.Equal(ExitCode.Undecided, Console.Run("linearizability", _file).ExitCode);
        Assert.Equal(ExitCode.Interrupted, Console.Run(new CancellationToken(canceled: true), "linearizability", Samples).ExitCode);
    }

    private void Write(string text) => File.WriteAllText(_file, text);
}
