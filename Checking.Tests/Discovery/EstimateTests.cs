using Checking.Discovery;
using CsCheck;
using Xunit;

namespace Checking.Tests.Discovery;

/// <summary>What is estimated of what is left, against distributions of which it is known.</summary>
public sealed class EstimateTests
{
    private const int Classes = 1_000;
    private const int Samples = 1_500;
    private const int Runs = 200;
    private const ulong Seed = 20_070_531;

    /// <summary>Chances of the classes: the n-th is half as likely as the first, a third, a quarter, ...</summary>
    private static readonly double[] Zipf = Normalised(index => 1.0 / (index + 1));

    private static readonly double[] Uniform = Normalised(_ => 1);

    public static TheoryData<bool> Distributions => [true, false];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void The_chance_that_the_next_one_is_new_is_right_within_its_error(bool isUniform)
    {
        (double Estimated, double Error, double True)[] runs = [.. Enumerable.Range(0, Runs).Select(run => Draw(isUniform ? Uniform : Zipf, run, classesOfSample: 1))];

        Assert.InRange(runs.Average(run => run.Estimated) / runs.Average(run => run.True), 0.98, 1.02);
        Assert.InRange(WithinTwoErrors(runs), 0.9, 1); // 95 % of them, or some more: the error is that of the worst case
        Assert.InRange(runs.Average(run => run.Error) / runs.Average(run => run.True), 0, 0.15); // and it says something
    }

    [Fact]
    public void The_number_of_new_ones_is_right_where_a_sample_reaches_several()
    {
        (double Estimated, double Error, double True)[] runs = [.. Enumerable.Range(0, Runs).Select(run => Draw(Zipf, run, classesOfSample: 5))];

        Assert.InRange(runs.Average(run => run.Estimated) / runs.Average(run => run.True), 0.98, 1.02);
        Assert.InRange(WithinTwoErrors(runs), 0.9, 1);
    }

    [Fact]
    public void An_estimate_from_those_met_twice_would_be_seen_to_be_wrong()
    {
        (double Estimated, double Error, double True)[] runs =
        [
            .. Enumerable.Range(0, Runs).Select(run =>
            {
                DiscoveryCount count = new();
                double left = Fill(count, Zipf, run, classesOfSample: 1);
                return (DiscoveryEstimate.GoodTuring(count.Samples, count.Twice, 0).NewPerSample, count.Estimate.StandardError, left);
            }),
        ];

        Assert.InRange(WithinTwoErrors(runs), 0, 0.1);
    }

    [Fact]
    public void What_was_known_before_is_not_new_and_the_estimate_is_of_the_rest()
    {
        DiscoveryCount count = new();
        for (int known = 0; known < 10; known++)
        {
            count.Know((UInt128)known);
        }

        double left = Fill(count, Zipf, run: 0, classesOfSample: 1);

        Assert.InRange(left, count.Estimate.NewPerSample - (2 * count.Estimate.StandardError), count.Estimate.NewPerSample + (2 * count.Estimate.StandardError));
        Assert.Equal(10, count.Known);
        Assert.Empty(count.Add([3]));
        Assert.Equal("what is known has to be said before the first sample", Assert.Throws<InvalidOperationException>(() => count.Know(11)).Message);
    }

    [Fact]
    public void The_counts_are_those_of_the_samples_without_what_was_known() => Seeded.Sample(
        Gen.Select(Gen.UInt[0, 9].Array[0, 4], Gen.UInt[0, 9].Array[0, 3].Array[1, 8]), drawn =>
        {
            UInt128[] known = [.. drawn.Item1];
            UInt128[][] samples = [.. drawn.Item2.Select(static sample => (UInt128[])[.. sample])];
            DiscoveryCount count = new();
            Array.ForEach(known, count.Know);
            UInt128[][] found = [.. samples.Select(sample => count.Add(sample).ToArray())];

            int TimesOf(UInt128 one) => samples.Count(sample => sample.Contains(one));
            UInt128[] reached = [.. samples.SelectMany(static sample => sample).Distinct().Except(known)];
            Assert.Equal(reached, found.SelectMany(static one => one));
            Assert.Equal(
                (known.Distinct().Count(), samples.Length, reached.Length, reached.Count(one => TimesOf(one) == 1), reached.Count(one => TimesOf(one) == 2)),
                (count.Known, count.Samples, count.Classes, count.Once, count.Twice));
            Assert.Equal(found.Reverse().TakeWhile(static one => one.Length == 0).Count(), count.SamplesSinceNew);
            Assert.All(Enumerable.Range(0, 10), one => Assert.Equal(known.Concat(reached).Contains((UInt128)one), count.Has((UInt128)one)));
        });

    [Fact]
    public void The_counts_of_once_and_twice_and_since_when_are_those_of_the_samples()
    {
        DiscoveryCount count = new();

        Assert.Equal((0, 1.0, 1.0), (count.Samples, count.Estimate.NewPerSample, count.Estimate.StandardError));
        Assert.Equal([1, 2], count.Add([1, 2, 1]));
        Assert.Equal((1, 2, 2, 0, 0), (count.Samples, count.Classes, count.Once, count.Twice, count.SamplesSinceNew));
        Assert.Equal([3], count.Add([1, 3]));
        Assert.Equal((2, 3, 2, 1, 0), (count.Samples, count.Classes, count.Once, count.Twice, count.SamplesSinceNew));
        Assert.Empty(count.Add([1, 2]));
        Assert.Equal((3, 3, 1, 1, 1), (count.Samples, count.Classes, count.Once, count.Twice, count.SamplesSinceNew));
        Assert.Empty(count.Add([]));
        Assert.Equal(2, count.SamplesSinceNew);
        Assert.Equal(new DiscoveryEstimate(4, 0.25, Math.Sqrt(3) / 4), count.Estimate);
    }

    [Fact]
    public void The_estimate_says_its_name_and_that_it_is_one()
    {
        Assert.Equal("the next sample is expected to reach 0.05 new ones (+- 0.03, Good-Turing, an estimate)", new DiscoveryEstimate(100, 0.05, 0.025).ToString());
        Assert.Equal("the next sample is expected to reach 2.0e-4 new ones (+- 1.0e-4, Good-Turing, an estimate)", new DiscoveryEstimate(10_000, 0.0002, 0.0001).ToString());
        Assert.Equal("the next sample is expected to reach 0.01 new ones (+- 1.0e-2, Good-Turing, an estimate)", new DiscoveryEstimate(100, 0.01, 0.00999).ToString());
        Assert.Contains("less than about one in 1,000 is new (Good-Turing, an estimate)", DiscoveryEstimate.GoodTuring(1_000, 0, 5).ToString(), StringComparison.Ordinal);
        Assert.Equal("nothing is known yet", DiscoveryEstimate.GoodTuring(0, 0, 0).ToString());
    }

    [Fact]
    public void The_estimate_for_one_of_several_searches_is_their_mean() =>
        Assert.Equal(new DiscoveryEstimate(30, 0.25, 0.25), DiscoveryEstimate.Mean([new(10, 0.5, 0.3), new(20, 0, 0.4)]));

    private static double WithinTwoErrors((double Estimated, double Error, double True)[] runs) =>
        (double)runs.Count(run => Math.Abs(run.Estimated - run.True) <= 2 * run.Error) / runs.Length;

    private static (double Estimated, double Error, double True) Draw(double[] chances, int run, int classesOfSample)
    {
        DiscoveryCount count = new();
        double left = Fill(count, chances, run, classesOfSample);
        return (count.Estimate.NewPerSample, count.Estimate.StandardError, left);
    }

    /// <summary>Draws samples.</summary>
    /// <returns>How many new classes the next sample is expected to reach, as it is.</returns>
    private static double Fill(DiscoveryCount count, double[] chances, int run, int classesOfSample)
    {
        PCG random = new((uint)run, Seed);
        double sum = 0;
        double[] sums = [.. chances.Select(chance => sum += chance)];
        for (int sample = 0; sample < Samples / classesOfSample; sample++)
        {
            count.Add([.. Enumerable.Range(0, classesOfSample).Select(_ => (UInt128)Pick(sums, random))]);
        }

        // A class comes in a sample of several with the chance that not all of them are others.
        double left = 0;
        foreach (int one in Enumerable.Range(0, chances.Length).Where(one => !count.Has((UInt128)one)))
        {
            left += 1 - Math.Pow(1 - chances[one], classesOfSample);
        }

        return left;
    }

    private static int Pick(double[] sums, PCG random)
    {
        int at = Array.BinarySearch(sums, random.Next() * Math.ScaleB(1, -32));
        return Math.Min(at < 0 ? ~at : at + 1, Classes - 1);
    }

    private static double[] Normalised(Func<int, double> weight)
    {
        double sum = Enumerable.Range(0, Classes).Sum(weight);
        return [.. Enumerable.Range(0, Classes).Select(index => weight(index) / sum)];
    }
}
