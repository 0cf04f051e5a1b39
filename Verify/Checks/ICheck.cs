using Checking.Discovery;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>
/// One check of `verify`: a file of its own in this folder, and a line in <see cref="EveryCheck"/>. What it needs to know of the run it
/// is given; what it came to is a row of the table and of the receipt.
/// </summary>
internal interface ICheck
{
    /// <summary>Its name: the same in every run.</summary>
    string Name { get; }

    /// <summary>The smallest budget within which it is done: what takes long has no place in a short run. It is said that it was left out.</summary>
    TimeSpan Least => TimeSpan.Zero;

    /// <summary>Searches that can go on: what is left of the budget when every check is done goes to them. Asked after <see cref="Run"/>.</summary>
    IReadOnlyList<IDiscoverySearch> Searches => [];

    /// <summary>Does the check.</summary>
    /// <param name="run">The run that it is a part of.</param>
    /// <returns>What it came to.</returns>
    CheckRow Run(CheckRun run);

    /// <summary>What it came to when its searches have gone on.</summary>
    /// <param name="first">What <see cref="Run"/> said.</param>
    /// <returns>What it came to in all.</returns>
    CheckRow Sum(CheckRow first) => first;
}
