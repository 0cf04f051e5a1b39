using System.Text.Json;
using Xunit;

namespace Verify.Tests;

/// <summary>verify replay: exit codes, JSON and messages are what other programs and people rely on.</summary>
public sealed class ReplayTests : IDisposable
{
    private static readonly string Recording = Path.Combine(AppContext.BaseDirectory, "Recordings", "traces.jsonl.gz");
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"{nameof(ReplayTests)}-{Environment.ProcessId}.jsonl");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void The_recording_holds()
    {
        Console run = Console.Run("replay", Recording);

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Contains("600 traces, 93,070 operations, 47,042 states compared", run.Output, StringComparison.Ordinal);
        Assert.Contains("The model answers as the original did, and has its states.", run.Output, StringComparison.Ordinal);
        Assert.Contains("the format has no operation for the sysctl", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_with_the_names_that_programs_know()
    {
        Console run = Console.Run("replay", Recording, "--json", "--against", "model");

        Assert.Equal(ExitCode.Holds, run.ExitCode);
        Assert.Equal("holds", run.Json.GetProperty("verdict").GetString());
        Assert.Equal((600, 93_070, 47_042), (Number("traces"), Number("operations"), Number("statesCompared")));
        Assert.True(run.Json.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("difference").ValueKind);

        long Number(string name) => run.Json.GetProperty(name).GetInt64();
    }

    [Fact]
    public void A_difference_ends_with_1_and_is_shown_with_trace_operation_and_both_answers()
    {
        Write("""{"trace":5,"kind":"protocol","ops":[{"op":"create","args":{"typemask":0,"maxunit":1,"deadline":750,"flags":1},"ret":null},{"op":"busy","args":{},"ret":16}]}""");
        Console run = Console.Run("replay", _file);
        JsonElement difference = Console.Run("replay", _file, "--json").Json.GetProperty("difference");

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("the answers differ at step 2 of 2 (trace 5 (protocol), line 1, operation 1)", run.Output, StringComparison.Ordinal);
        Assert.Contains("expected Result(Error: Busy), actual Result(Error: None)", run.Output, StringComparison.Ordinal);
        Assert.Equal((5, 1), (difference.GetProperty("trace").GetInt32(), difference.GetProperty("operation").GetInt32()));
        Assert.Equal("Result(Error: Busy)", difference.GetProperty("expected").GetString());
        Assert.Equal("Result(Error: None)", difference.GetProperty("actual").GetString());
    }

    [Fact]
    public void One_trace_can_be_replayed_alone()
    {
        Assert.Equal(1, Console.Run("replay", Recording, "--json", "--trace", "17").Json.GetProperty("traces").GetInt32());
        Assert.Equal(ExitCode.Usage, Console.Run("replay", Recording, "--trace", "6000").ExitCode);
    }

    [Fact]
    public void What_cannot_be_read_ends_with_2_and_one_line_of_file_line_and_field()
    {
        Write("\n{\"trace\":1,\"kind\":\"x\",\"ops\":[{\"op\":\"acquire\",\"args\":{\"dev\":\"one\"},\"ret\":0}]}");
        Console run = Console.Run("replay", _file);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"{_file}:2: ops[0].args.dev: expected a whole number, found \"one\"", run.Error.TrimEnd());
        Assert.Empty(run.Output);
    }

    /// <summary>What the port does not take is neither right nor wrong of it; the model takes what the original took.</summary>
    [Fact]
    public void A_recording_of_what_the_port_does_not_take_is_refused_for_the_port_and_not_for_the_model()
    {
        Write("""{"trace":1,"kind":"x","ops":[{"op":"clock","args":{"sec":9223372037,"nsec":0,"wall":0},"ret":null}]}""");

        Console port = Console.Run("replay", _file, "--against", "both");
        Assert.Equal((ExitCode.Usage, string.Empty), (port.ExitCode, port.Output));
        Assert.Equal($"{_file}:1: ops[0]: clock,9223372037,0,0: the port's time is at most 292 years from zero; --against model takes it", port.Error.TrimEnd());
        Assert.Equal(ExitCode.Holds, Console.Run("replay", _file).ExitCode);
    }

    [Fact]
    public void An_empty_file_is_not_decided()
    {
        Write(string.Empty);

        Console run = Console.Run("replay", _file);
        Assert.Equal(ExitCode.Undecided, run.ExitCode);
        Assert.Contains("no trace stands there", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("replay")]
    [InlineData("linearizability")]
    public void A_directory_is_refused_with_what_was_expected(string command)
    {
        string folder = Path.GetDirectoryName(_file)!;
        Console run = Console.Run(command, folder);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"{folder}: it is a directory; expected a .jsonl or .jsonl.gz file", run.Error.TrimEnd());
    }

    [Fact]
    public void A_counterexample_is_replayed_by_its_token()
    {
        Console run = Console.Run(
            "replay", "agreement:insert-at-the-tail/create,0,5,750,2147483649+alloc,1,3,0,0+alloc,1,0,0,0");

        Assert.Equal(ExitCode.Violated, run.ExitCode);
        Assert.Contains("agreement:insert-at-the-tail: the states differ at step 3 of 3 (replayed)", run.Output, StringComparison.Ordinal);
        Assert.Contains("state: order: expected 1 0, actual 0 1", run.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Holds, Console.Run("replay", "claims/create,0,5,750,1+gc").ExitCode);
    }

    [Theory]
    [InlineData("--against", "port", "claims/create,0,5,750,1+gc")]
    [InlineData("--trace", "4", "claims/create,0,5,750,1+gc")]
    [InlineData("--trace", "4", "concurrency:port/create,0,0,750,1/busy@d1")]
    public void An_option_of_recordings_is_refused_beside_a_token(string option, string value, string token)
    {
        Console run = Console.Run("replay", token, option, value);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Equal($"{token}: no such file, and {option} is for files of recorded traces; a token says itself what is replayed", run.Error.TrimEnd());
    }

    [Theory]
    [InlineData("no-such-file", "no such file, and no replay token")]
    [InlineData("nothing/gc", "no check is called 'nothing'")]
    [InlineData("claims/frob", "'frob' is no operation")]
    [InlineData("agreement:nothing/gc", "no planted fault is called 'nothing'")]
    [InlineData("crowd-+1:port/gc", "no check is called 'crowd-+1:port'")]
    [InlineData("concurrency:port/create,0,0,750,1/busy", "it has no schedule; expected CHECK/start/thread/thread@schedule")]
    [InlineData("schedules:port/create,0,0,750,1/busy@", "it has no schedule; expected CHECK/start/thread/thread@schedule")]
    [InlineData("concurrency:port/create,0,0,750,1/busy@d99999999999999999999", "has more steps than a schedule may have, which are 10,000,000")]
    [InlineData("concurrency:port/create,0,0,750,1/busy@p15i110000000", "has more steps than a schedule may have, which are 10,000,000")]
    [InlineData("agreement:port/create,0,2,750,31+alloc,1,-1,0,0+register,0+threads,0,65536", "threads,0,65536: the port takes 0 to 65,535 threads inside a device")]
    [InlineData("answers:port-stale-index/create,0,2,750,31+threads,0,-1", "threads,0,-1: the port takes 0 to 65,535 threads inside a device")]
    [InlineData("schedules:port/clock,99999999999,0,0/busy@0x100", "clock,99999999999,0,0: the port's time is at most 292 years from zero")]
    [InlineData("concurrency:port/create,0,0,750,1/busy/clock,0,-1,0@d1", "clock,0,-1,0: the port's time has 0 to 999,999,999 nanoseconds")]
    public void What_is_neither_file_nor_token_ends_with_2(string what, string problem)
    {
        Console run = Console.Run("replay", what);

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_replay_that_is_interrupted_prints_what_was_done_and_ends_with_130()
    {
        Console run = Console.Run(new CancellationToken(canceled: true), "replay", Recording);

        Assert.Equal(ExitCode.Interrupted, run.ExitCode);
        Assert.Contains("0 traces", run.Output, StringComparison.Ordinal);
        Assert.Contains("Undecided: stopped before the last trace.", run.Output, StringComparison.Ordinal);
    }

    private void Write(string text) => File.WriteAllText(_file, text);
}
