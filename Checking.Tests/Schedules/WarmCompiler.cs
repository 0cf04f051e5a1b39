namespace Checking.Tests.Schedules;

/// <summary>The first compilation takes a second, whatever is compiled: not the time of a test, of which some look how long it is.</summary>
public sealed class WarmCompiler
{
    /// <summary>Compiles something.</summary>
    public WarmCompiler() => new CompiledToy("First", "public sealed class Toy { }").Dispose();
}
