using System.IO.Compression;
using System.Text;
using Clones;
using Harness.Recordings;
using Xunit;

namespace Properties;

/// <summary>Traces in any shape that the format allows are read; what is no trace is named by line and field.</summary>
public sealed class TraceReaderTests
{
    private const string Good = """{"trace":7,"kind":"protocol","ops":[{"op":"precision","args":{"value":2},"ret":null}]}""";

    [Fact]
    public void Plain_and_gzip_files_read_the_same()
    {
        byte[] plain = Encoding.UTF8.GetBytes($"{Good}\n\n{Good}");
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        Assert.Equal([1, 3], Read(plain).Select(trace => trace.Line));
        Assert.Equal([1, 3], Read(zipped.ToArray()).Select(trace => trace.Line));
    }

    [Fact]
    public void A_mark_before_the_first_line_and_carriage_returns_are_no_part_of_it() =>
        Assert.Equal([1, 2], Read($"\uFEFF{Good}\r\n{Good}\r\n").Select(trace => trace.Line));

    [Fact]
    public void Other_bytes_than_those_of_UTF_8_are_named() =>
        Assert.Contains("expected UTF-8", Assert.Throws<UnreadableException>(() => Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Good)]).Count()).Message, StringComparison.Ordinal);

    /// <summary>Cut just before its check sum, a file has all its lines, and yet is not whole.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(20)]
    public void A_gzip_file_that_was_cut_off_is_refused(int missing)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes($"{Good}\n{Good}\n"));
        }

        Assert.Contains("no whole gzip file", Assert.Throws<UnreadableException>(() => Read(zipped.ToArray()[..^missing]).Count()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_may_stand_in_any_order()
    {
        Trace trace = Assert.Single(Read(
            """{"ops":[{"destroyed":[3,1],"ret":2,"args":{},"op":"gc"},{"ret":{"dev":4,"unit":-1,"entry":-1},"args":{"fail":1,"tmask":0,"unit":-1,"pid":5},"op":"alloc"}],"kind":"x","trace":1}"""));

        Assert.Equal(new Response.Swept(2, [new(3), new(1)]), trace.Operations[0].Answer.Response);
        Assert.Equal(new Operation.Alloc(new(5), -1, 0, MemoryFails: true), trace.Operations[1].Operation);
        Assert.Equal(new Response.Allocated(null, -1, new(4)), trace.Operations[1].Answer.Response);
    }

    [Fact]
    public void Lines_longer_than_the_buffer_are_read()
    {
        string operations = string.Join(',', Enumerable.Repeat("""{"op":"precision","args":{"value":2},"ret":null}""", 5_000));

        Assert.Equal([5_000, 1, 5_000], Read($$"""
            {"trace":1,"kind":"x","ops":[{{operations}}]}
            {{Good}}
            {"trace":2,"kind":"x","ops":[{{operations}}]}
            """).Select(trace => trace.Operations.Count));
    }

    [Theory]
    [InlineData("""{"trace":1,"kind":"x"}""", "ops", "missing")]
    [InlineData("""{"trace":"one","kind":"x","ops":[]}""", "trace", "expected a whole number, found \"one\"")]
    [InlineData("""{"trace":1.5,"kind":"x","ops":[]}""", "trace", "expected a whole number, found 1.5")]
    [InlineData("""{"trace":1,"kind":3,"ops":[]}""", "kind", "expected a text, found 3")]
    [InlineData("""{"trace":1,"kind":"x","ops":[],"more":1}""", "more", "unknown field")]
    [InlineData("""[1]""", "", "expected an object")]
    [InlineData("""{"trace":1,"kind":"x","ops":[]""", "", "no JSON at byte 30: Expected depth to be zero")]
    [InlineData("""{"trace":1,"kind":"x","ops":[]} {}""", "", "no JSON at byte 32: '{' is invalid after a single JSON value")]
    [InlineData("no json", "", "no JSON at byte")]
    [InlineData("{", "", "Each line has to be one whole JSON object.")]
    [InlineData("""{"trace":1,"trace":2,"kind":"x","ops":[]}""", "trace", "it stands here a second time")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"gc","args":{},"op":"gc"}]}""", "ops[0].op", "it stands here a second time")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"frob","args":{},"ret":null}]}""", "ops[0].op", "unknown operation 'frob'")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"args":{},"ret":null}]}""", "ops[0].op", "missing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{}}]}""", "ops[0].ret", "missing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":"0"}]}""", "ops[0].ret", "expected a number, null or an object, found \"0\"")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":null}]}""", "ops[0].ret", "expected a 32-bit number, found none")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{"dev":1},"ret":0}]}""", "ops[0].args.dev", "unknown field")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"acquire","args":{},"ret":0}]}""", "ops[0].args.dev", "missing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"acquire","args":{"dev":9999999999},"ret":0}]}""", "ops[0].args.dev", "expected a 32-bit number, found 9999999999")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"acquire","args":{"dev":1,"dev":2},"ret":0}]}""", "ops[0].args.dev", "given twice")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"precision","args":{"value":1},"ret":3}]}""", "ops[0].ret", "expected null, found 3")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"precision","args":{"value":1},"ret":{"dev":1}}]}""", "ops[0].ret", "expected null, found an object")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"acquire","args":{"dev":1},"ret":0,"destroyed":[1]}]}""", "ops[0].destroyed", "acquire destroys nothing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"unref","args":{"dev":1},"ret":{"panic":"x"},"destroyed":[1]}]}""", "ops[0].destroyed", "who panics has destroyed nothing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"alloc","args":{"pid":1,"unit":-1,"tmask":0,"fail":0},"ret":{"entry":-1,"unit":0,"dev":-2}}]}""", "ops[0].ret.dev", "expected a number, or -1 for none, found -2")]
    [InlineData("""{"trace":1,"kind":"\ud800","ops":[]}""", "kind", "expected UTF-8, found other bytes, or half of a pair of surrogates")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"gc","args":{},"ret":3}]}""", "ops[0].destroyed", "missing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"gc","args":{},"ret":3,"destroyed":["a"]}]}""", "ops[0].destroyed", "expected a whole number, found \"a\"")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"gettime","args":{},"ret":{"error":0,"tsp":[1]}}]}""", "ops[0].ret.tsp", "expected [seconds, nanoseconds], found 1 numbers")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":0,"state":{"size":0}}]}""", "ops[0].state.typemask", "missing")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":0,"state":{"entries":[[1,2]]}}]}""", "ops[0].state.entries[0]", "expected 8 numbers")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":0,"state":{"entries":[],"entries":[]}}]}""", "ops[0].state.entries", "it stands here a second time")]
    [InlineData("""{"trace":1,"kind":"x","ops":[{"op":"enable","args":{},"ret":{"panic":"x","more":1}}]}""", "ops[0].ret.more", "unknown field beside panic")]
    public void What_cannot_be_read_is_named_by_line_and_field(string line, string field, string problem)
    {
        UnreadableException exception = Assert.Throws<UnreadableException>(() => Read($"{Good}\n{line}\n").ToList());

        Assert.Equal((2, field), (exception.Line, exception.Field));
        Assert.Contains(problem, exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("line 2", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>What writes JSON may write any letter as an escape, and some writers so write what a panic says.</summary>
    [Fact]
    public void A_letter_that_is_escaped_is_that_letter() => Assert.Equal(
        Assert.Single(Read("""{"trace":1,"kind":"x","ops":[{"op":"unref","args":{"dev":1},"ret":{"panic":"refcount <= 0"}}]}""")).Operations,
        Assert.Single(Read("""{"tr\u0061ce":1,"kind":"\u0078","ops":[{"\u006fp":"unr\u0065f","args":{"d\u0065v":1},"ret":{"p\u0061nic":"refcount \u003c= 0"}}]}""")).Operations);

    [Fact]
    public void A_file_that_breaks_off_is_named()
    {
        byte[] whole = File.ReadAllBytes(RecordingFiles.Paths[0]);

        Assert.Throws<UnreadableException>(() => Read(whole[..(whole.Length / 2)]).ToList());
    }

    [Fact]
    public void An_empty_file_has_no_traces() => Assert.Empty(Read(string.Empty));

    private static IEnumerable<Trace> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static IEnumerable<Trace> Read(byte[] bytes) => TraceReader.Read(new MemoryStream(bytes));
}
