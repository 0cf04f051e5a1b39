namespace Verify.Evidence;

/// <summary>What a figure depends on.</summary>
internal enum FigureBasis
{
    /// <summary>On the code alone: the same on every machine.</summary>
    Exact,

    /// <summary>On the time that there was, on the machine and on the seed as well.</summary>
    Timed,

    /// <summary>On what a fixed seed draws: the same on every machine, but other after each change of a generator.</summary>
    Drawn,
}

/// <summary>Something that was counted: a part of the evidence. More of it is more evidence.</summary>
/// <param name="Name">Its name, the same in every run.</param>
/// <param name="Value">How many.</param>
/// <param name="Unit">What is counted, in the plural.</param>
/// <param name="Basis">What the number depends on.</param>
internal sealed record Figure(string Name, long Value, string Unit, FigureBasis Basis = FigureBasis.Exact)
{
    /// <summary>A figure that is called what it counts.</summary>
    public static Figure Of(string unit, long value, FigureBasis basis = FigureBasis.Exact) => new(unit.Replace(' ', '-'), value, unit, basis);
}
