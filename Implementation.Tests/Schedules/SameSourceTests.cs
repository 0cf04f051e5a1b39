using System.Reflection;
using System.Reflection.Metadata;
using System.Security.Cryptography;
using DeviceClones;
using Harness.Schedules;
using Xunit;

namespace Implementation.Tests.Schedules;

/// <summary>The port that is explored is compiled from the files that the shipped one is compiled from.</summary>
public sealed class SameSourceTests
{
    [Fact]
    public void Both_assemblies_come_from_the_same_files()
    {
        // What the compiler wrote down of the shipped assembly's sources, against the texts that the explored one is compiled from.
        using FileStream file = File.OpenRead(Path.ChangeExtension(typeof(CloneLink).Assembly.Location, ".pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(file);
        MetadataReader symbols = provider.GetMetadataReader();
        Dictionary<string, string> shipped = symbols.Documents.Select(symbols.GetDocument)
            .Select(document => (Path: symbols.GetString(document.Name), Hash: Convert.ToHexString(symbols.GetBlobBytes(document.Hash))))
            .Where(document => !document.Path.Contains("/obj/", StringComparison.Ordinal))
            .ToDictionary(document => Path.GetFileName(document.Path), document => document.Hash, StringComparer.Ordinal);

        Assert.Contains("SlotWord.cs", shipped.Keys);
        Assert.Equal(shipped.OrderBy(pair => pair.Key, StringComparer.Ordinal), StandInPort.Sources.Select(source =>
            KeyValuePair.Create(source, Convert.ToHexString(SHA256.HashData(Bytes(source))))).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void The_shipped_port_has_nothing_of_the_stand_ins() =>
        Assert.DoesNotContain(typeof(CloneLink).Assembly.GetReferencedAssemblies(), assembly => string.Equals(assembly.Name, "Checking", StringComparison.Ordinal));

    [Fact]
    public void The_explored_port_uses_the_stand_ins_and_its_plain_accesses_are_seen()
    {
        Assert.True(StandInPort.WovenAccesses.Woven > 300, $"{StandInPort.WovenAccesses.Woven} accesses");
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{StandInPort.WovenAccesses.Woven} plain accesses are seen; not: {string.Join(", ", StandInPort.WovenAccesses.LeftOut.Select(pair => $"{pair.Value} of a {pair.Key}"))}");
    }

    private static byte[] Bytes(string source)
    {
        using Stream stream = Assembly.GetAssembly(typeof(StandInPort))!.GetManifestResourceStream($"Port/{source}")!;
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
