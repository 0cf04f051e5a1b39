// Files that are no histories are refused, with the line, the field and the reason.
using System.IO.Compression;
using System.Text;
using Checking;
using Checking.Linearizability;
using Harness.Histories;
using Harness.Recordings;
using Xunit;

namespace Properties.Histories;

public sealed class ReaderTests
{
    private const string Good = """{"name": "good", "model": "register", "expected": true, "events": []}""";

    [Theory]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":1,"kind":"invoke","id":0,"op":"read","args":[]}""", "events[1].id", "id 0 was used before")]
    [InlineData("""{"process":0,"kind":"return","id":7,"result":1}""", "events[0].id", "operation 7 returns without an invoke")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"invoke","id":1,"op":"read","args":[]}""", "events[1].process", "process 0 has operation 0 open")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":1},{"process":0,"kind":"return","id":0,"result":1}""", "events[2].id", "operation 0 returns a second time")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":1,"kind":"return","id":0,"result":1}""", "events[1].process", "was invoked by process 0")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"cas","args":[1,2]}""", "events[0].op", "model register has no operation 'cas'")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"write","args":[]}""", "events[0].args", "expected one argument, found []")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"write","args":["one"]}""", "events[0].args[0]", "expected a 64-bit integer, found \"one\"")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"write","args":[1.5]}""", "events[0].args[0]", "expected a 64-bit integer, found 1.5")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[3]}""", "events[0].args", "expected no argument")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read"}""", "events[0].args", "missing")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"args":[]}""", "events[0].op", "missing")]
    [InlineData("""{"process":0,"kind":"invoke","op":"read","args":[]}""", "events[0].id", "missing")]
    [InlineData("""{"kind":"invoke","id":0,"op":"read","args":[]}""", "events[0].process", "missing")]
    [InlineData("""{"process":0,"id":0,"op":"read","args":[]}""", "events[0].kind", "missing")]
    [InlineData("""{"process":0,"kind":"crash","id":0}""", "events[0].kind", "expected \"invoke\" or \"return\"")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[],"result":1}""", "events[0].result", "not a field of an event of kind invoke")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[],"when":1}""", "events[0].when", "unknown field")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0}""", "events[1].result", "missing")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":null}""", "events[1].result", "expected a 64-bit integer, found null")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"write","args":[1]},{"process":0,"kind":"return","id":0,"result":1}""", "events[1].result", "expected null, found 1")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":1,"unknown":true}""", "events[1].result", "expected null, found 1")]
    [InlineData("""{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":1,"unknown":1}""", "events[1].unknown", "expected true or false")]
    [InlineData("""7""", "events[0]", "expected an object, found 7")]
    public void Events_that_no_run_can_have_recorded_are_refused_with_line_field_and_reason(string events, string field, string reason) =>
        AssertRefused($"{Good}\n\n{History("register", events)}\n", 3, field, reason);

    [Theory]
    [InlineData("kv", """{"process":0,"kind":"invoke","id":0,"op":"get","args":["x"]},{"process":0,"kind":"return","id":0,"result":3}""", "expected a string, found 3")]
    [InlineData("set", """{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":3}""", "expected an array of integers, found 3")]
    [InlineData("queue", """{"process":0,"kind":"invoke","id":0,"op":"dequeue","args":[]},{"process":0,"kind":"return","id":0,"result":"3"}""", "expected a 64-bit integer, found \"3\"")]
    [InlineData("etcd-register", """{"process":0,"kind":"invoke","id":0,"op":"cas","args":[1,2]},{"process":0,"kind":"return","id":0,"result":null}""", "expected true or false, found null")]
    [InlineData("nondeterministic-register", """{"process":0,"kind":"invoke","id":0,"op":"put-any","args":[[1]]},{"process":0,"kind":"return","id":0,"result":[1]}""", "expected null, found [1]")]
    public void An_answer_of_the_wrong_type_is_refused(string model, string events, string reason) =>
        AssertRefused(History(model, events), 1, "events[1].result", reason);

    [Theory]
    [InlineData("""{"name": "x", "model": "stack", "expected": true, "events": []}""", "model", "unknown model 'stack'; expected register, etcd-register, kv")]
    [InlineData("""{"model": "register", "expected": true, "events": []}""", "name", "missing")]
    [InlineData("""{"name": "x", "expected": true, "events": []}""", "model", "missing")]
    [InlineData("""{"name": "x", "model": "register", "expected": true}""", "events", "missing")]
    [InlineData("""{"name": "x", "model": "register", "expected": 1, "events": []}""", "expected", "expected true or false, found 1")]
    [InlineData("""{"name": "x", "model": "register", "expected": true, "events": {}}""", "events", "expected an array of events, found {}")]
    [InlineData("""{"name": "x", "name": "y", "model": "register", "expected": true, "events": []}""", "", "no JSON")]
    [InlineData("""{"name": "x", "model": """, "", "no JSON")]
    [InlineData("""{"name": "\ud800", "model": "register", "expected": true, "events": []}""", "", "a string that is no text")]
    [InlineData("""[]""", "", "expected an object {\"name\": ..., \"model\": ..., \"events\": [...]}, found []")]
    public void A_line_that_is_no_history_is_refused(string line, string field, string reason) => AssertRefused($"{Good}\n{line}", 2, field, reason);

    [Fact]
    public void A_gzip_file_that_was_cut_off_is_refused()
    {
        byte[] whole = Compressed(string.Concat(Enumerable.Range(0, 2_000).Select(number => Good.Replace("good", $"{number * 7919}", StringComparison.Ordinal) + "\n")));
        using MemoryStream half = new(whole[..(whole.Length / 2)]);
        UnreadableException exception = Assert.Throws<UnreadableException>(() => HistoryReader.Read(half).Count());
        Assert.True(exception.Line > 1);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        using MemoryStream stream = new([0xff, 0xfe, 0x00]);
        Assert.Contains("expected UTF-8", Assert.Throws<UnreadableException>(() => HistoryReader.Read(stream).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_and_compressed_files_read_the_same()
    {
        using MemoryStream plain = new(Encoding.UTF8.GetBytes($"{Good}\n{Good}"));
        using MemoryStream compressed = new(Compressed($"{Good}\n{Good}\n"));
        Assert.Equal(HistoryReader.Read(plain).Select(history => history.Header), HistoryReader.Read(compressed).Select(history => history.Header));
    }

    [Fact]
    public void Fields_may_stand_in_any_order_and_a_line_may_say_more_of_its_history()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("""{"events": [], "violation": {"ids": [1], "why": "x"}, "expected": false, "name": "n", "model": "queue"}"""));
        Assert.Equal(new HistoryHeader("n", "queue", Expected: false, Line: 1), Assert.Single(HistoryReader.Read(stream)).Header);
    }

    [Fact]
    public void The_history_in_the_readme_is_one()
    {
        string[] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "Harness", "Histories", "README.md"))
            .SkipWhile(line => !line.StartsWith("    {\"name\"", StringComparison.Ordinal)).TakeWhile(line => line.Length > 0)];

        Assert.Equal(5, lines.Length);
        Assert.Equal(Verdict.Holds, Result(string.Concat(lines)).Verdict);
    }

    /// <summary>Who records a history of a component does not know whether it is linearizable: that is the question.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("\"expected\": null, ")]
    public void A_history_that_says_nothing_of_its_verdict_is_expected_to_be_linearizable(string expected)
    {
        string line = $$"""{"name": "n", "model": "register", {{expected}}"events": [{"process":0,"kind":"invoke","id":0,"op":"read","args":[]},{"process":0,"kind":"return","id":0,"result":VALUE}]}""";
        HistoryResult holds = Result(line.Replace("VALUE", "0", StringComparison.Ordinal));
        HistoryResult violated = Result(line.Replace("VALUE", "1", StringComparison.Ordinal));

        Assert.Equal((null, Verdict.Holds, true), (holds.Expected, holds.Verdict, holds.IsAsExpected));
        Assert.Equal((null, Verdict.Violated, false), (violated.Expected, violated.Verdict, violated.IsAsExpected));
    }

    [Theory]
    [InlineData(0, Verdict.Holds)]
    [InlineData(5, Verdict.Holds)]
    [InlineData(6, Verdict.Violated)]
    public void An_invoke_without_a_return_is_pending_and_may_have_taken_effect_or_not(int read, Verdict verdict)
    {
        string events = $$"""
            {"process":0,"kind":"invoke","id":0,"op":"write","args":[5]},{"process":1,"kind":"invoke","id":1,"op":"read","args":[]},{"process":1,"kind":"return","id":1,"result":{{read}}}
            """;
        Assert.Equal(verdict, Check(History("register", events)));
    }

    [Theory]
    [InlineData(5, 5, Verdict.Holds)]
    [InlineData(0, 5, Verdict.Holds)]
    [InlineData(5, 0, Verdict.Violated)]
    public void An_answer_that_nobody_saw_may_come_after_everything_else(int first, int second, Verdict verdict)
    {
        string events = $$"""
            {"process":0,"kind":"invoke","id":0,"op":"write","args":[5]},
            {"process":1,"kind":"invoke","id":1,"op":"read","args":[]},{"process":1,"kind":"return","id":1,"result":{{first}}},
            {"process":1,"kind":"invoke","id":2,"op":"read","args":[]},{"process":1,"kind":"return","id":2,"result":{{second}}},
            {"process":0,"kind":"return","id":0,"result":null,"unknown":true}
            """.ReplaceLineEndings(" ");
        Assert.Equal(verdict, Check(History("register", events)));
    }

    private static string History(string model, string events) => $$"""{"name": "x", "model": "{{model}}", "expected": true, "events": [{{events}}]}""";

    private static Verdict Check(string line)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(line));
        return Assert.Single(HistoryReader.Read(stream)).Check(SearchLimits.Default, TimeProvider.System, TestContext.Current.CancellationToken).Verdict;
    }

    private static HistoryResult Result(string line)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(line));
        return Assert.Single(new HistoryCheck(SearchLimits.Default, TimeProvider.System).Run(HistoryReader.Read(stream), TestContext.Current.CancellationToken));
    }

    private static void AssertRefused(string text, long line, string field, string reason)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        UnreadableException exception = Assert.Throws<UnreadableException>(() => HistoryReader.Read(stream).Count());
        Assert.Equal((line, field), (exception.Line, exception.Field));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Compressed(string text)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return stream.ToArray();
    }
}
