// How much is left to find, as an estimate. I. J. Good, "The population frequencies of species and the estimation
// of population parameters", Biometrika 40 (1953), after Turing: what was never met weighs as much as what was met
// once. The samples have to be drawn independently and all in the same way; what no sample can reach is not in it.
namespace Checking.Discovery;

/// <summary>An estimate of how much the next sample finds.</summary>
/// <param name="Samples">On how many samples it rests.</param>
/// <param name="NewPerSample">
/// How many new classes the next sample is expected to reach. Where a sample reaches one class, that is the chance that it is new; else
/// the chance is not larger than that.
/// </param>
/// <param name="StandardError">How far off that may be: a standard error.</param>
public readonly record struct DiscoveryEstimate(long Samples, double NewPerSample, double StandardError)
{
    /// <summary>What the estimate is called.</summary>
    public const string Estimator = "Good-Turing";

    /// <summary>The estimate from how many classes were met once and twice.</summary>
    /// <param name="samples">How many samples there were.</param>
    /// <param name="once">How many classes one sample reached.</param>
    /// <param name="twice">How many classes two samples reached.</param>
    /// <returns>
    /// Once / samples, and the root of (once + 2 twice) / samples: the variance of the difference between the estimate and the truth where
    /// the numbers of samples that reach each class are independent (Robbins 1968, Esty 1983); where a sample reaches one class it is a
    /// little less. Without a sample, one new class and an error of one.
    /// </returns>
    public static DiscoveryEstimate GoodTuring(long samples, long once, long twice) => samples == 0
        ? new(0, 1, 1)
        : new(samples, (double)once / samples, Math.Sqrt(once + (2.0 * twice)) / samples);

    /// <summary>The estimate for a sample of a search that is drawn among several, all with the same chance.</summary>
    /// <param name="estimates">The estimates of the searches; at least one.</param>
    /// <returns>The estimate.</returns>
    public static DiscoveryEstimate Mean(IReadOnlyCollection<DiscoveryEstimate> estimates)
    {
        ArgumentNullException.ThrowIfNull(estimates);
        return new(
            estimates.Sum(estimate => estimate.Samples),
            estimates.Average(estimate => estimate.NewPerSample),
            Math.Sqrt(estimates.Sum(estimate => estimate.StandardError * estimate.StandardError)) / estimates.Count);
    }

    /// <inheritdoc />
    public override string ToString() => Samples == 0 ? "nothing is known yet"
        : NewPerSample > 0 ? $"the next sample is expected to reach {Digits(NewPerSample)} new ones (+- {Digits(StandardError)}, {Estimator}, an estimate)"
        : $"none of {Samples:n0} samples was the only one to reach something: less than about one in {Samples:n0} is new ({Estimator}, an estimate)";

    private static string Digits(double number) => number is 0 or >= 0.01 ? $"{number:0.##}" : $"{number:0.0e-0}";
}
