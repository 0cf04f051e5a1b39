using CsCheck;
using Xunit;

namespace Checking.Tests;

public sealed class SequenceShrinkerTests
{
    private static readonly Gen<Draft[]> Lists = Draft.Any.Array[0, 60];

    [Fact]
    public void What_is_left_fails_and_no_draft_can_be_taken_from_it() => Seeded.Sample(Lists.Where(static drafts => FailingLength(drafts) > 0), drafts =>
    {
        // Fails where some three drafts, in this order, have kinds above 100, 50 and 200.
        IReadOnlyList<Draft> shrunk = SequenceShrinker.Shrink(drafts, FailingLength).Drafts;

        Assert.Equal([(byte)101, (byte)51, (byte)201], shrunk.Select(draft => draft.Kind));
        Assert.All(shrunk, draft => Assert.Equal(default, draft with { Kind = 0 }));
    });

    [Fact]
    public void The_same_list_shrinks_to_the_same_list() => Seeded.Sample(Lists, drafts =>
        Assert.Equal(SequenceShrinker.Shrink(drafts, FailingLength).Drafts, SequenceShrinker.Shrink(drafts, FailingLength).Drafts));

    [Fact]
    public void What_stands_behind_the_failing_draft_is_dropped() =>
        Assert.Single(SequenceShrinker.Shrink(new Draft[50], drafts => drafts.Count > 0 ? 1 : 0).Drafts);

    [Fact]
    public void Attempts_are_bounded()
    {
        int attempts = 0;
        SequenceShrinker.Shrink([.. Enumerable.Repeat(new Draft(255, 255, 255, 255, 255), 100)], drafts => ++attempts > 0 && FailsByLot(drafts) ? drafts.Count : 0, maxAttempts: 50);

        Assert.Equal(50, attempts);
    }

    [Fact]
    public void A_list_that_does_not_fail_stays_as_it_is()
    {
        Draft[] drafts = [new(1, 2, 3, 4, 5), new(6, 7, 8, 9, 10)];
        (IReadOnlyList<Draft> left, int shrinks) = SequenceShrinker.Shrink(drafts, static _ => 0);

        Assert.Equal(drafts, left);
        Assert.Equal(0, shrinks);
    }

    /// <summary>
    /// Whether a list fails is drawn by lot, so that nothing helps but trying: then neither leaving out a stretch nor making a number smaller makes
    /// what is left fail, and each list that became the best was counted.
    /// </summary>
    [Fact]
    public void Of_what_is_left_nothing_simpler_that_is_tried_fails() => Seeded.Sample(Draft.Any.Array[1, 9], static drafts => NothingSimplerFails(drafts, FailsByLot));

    /// <summary>Where no number can become smaller, leaving out is all that helps, and what was left out last may be why more can go.</summary>
    [Fact]
    public void Of_what_is_left_nothing_can_be_left_out_where_nothing_else_helps() => Seeded.Sample(Draft.Any.Array[1, 12], static drafts =>
        NothingSimplerFails(drafts, list => list.All(drafts.Contains) && FailsByLot(list)));

    private static void NothingSimplerFails(Draft[] drafts, Func<IReadOnlyList<Draft>, bool> fails)
    {
        int failed = 0;
        (IReadOnlyList<Draft> left, int shrinks) = SequenceShrinker.Shrink(drafts, list =>
        {
            int length = fails(list) ? list.Count : 0;
            failed += length > 0 ? 1 : 0;
            return length;
        });

        Assert.Equal(failed, shrinks);
        for (int start = 0; start < left.Count; start++)
        {
            Assert.False(fails([.. left.Take(start), .. left.Skip(start + 1)]));
            Assert.All(left[start].Simpler(), simpler => Assert.False(fails([.. left.Take(start), simpler, .. left.Skip(start + 1)])));
        }

        for (int stretch = left.Count / 2; stretch > 0; stretch /= 2)
        {
            for (int start = 0; start + stretch <= left.Count; start++)
            {
                Assert.False(fails([.. left.Take(start), .. left.Skip(start + stretch)]));
            }
        }
    }

    /// <summary>What matters stands alone in a long list: halves go first, so it takes tens of lists, not hundreds, to be rid of the rest.</summary>
    [Theory]
    [InlineData(0, 37)]
    [InlineData(100, 96)]
    [InlineData(255, 44)]
    public void Few_lists_are_tried(int place, int most)
    {
        Draft[] drafts = new Draft[256];
        drafts[place] = new(Kind: 200, 0, 0, 0, 0);
        int attempts = 0;
        (IReadOnlyList<Draft> left, _) = SequenceShrinker.Shrink(drafts, list =>
        {
            attempts++;
            return list.Any(static draft => draft.Kind >= 150) ? list.Count : 0;
        });

        Assert.Equal([new Draft(150, 0, 0, 0, 0)], left);
        Assert.InRange(attempts, 1, most);
    }

    [Fact]
    public void Each_operation_is_taken_out_once_from_the_last_on_and_again_where_that_helped()
    {
        List<string> tried = [];
        string? Without(string list, int place)
        {
            string less = list.Remove(place, 1);
            tried.Add(less);
            return less.Contains('b', StringComparison.Ordinal) && less != "bc" && less != "bd" ? less : null;
        }

        (string left, int shrinks) = SequenceShrinker.ShrinkOperations("abcd", static list => list.Length, Without);

        Assert.Equal(("b", 3), (left, shrinks));
        Assert.Equal(["abc", "ab", "a", "b", ""], tried);
        Assert.Equal(("same", 0), SequenceShrinker.ShrinkOperations("same", static list => list.Length, static (list, _) => list)); // no shorter: no progress
    }

    /// <summary>With a number all that are equal to it go, so that the list may end before the place that would be next.</summary>
    [Fact]
    public void Only_what_there_is_is_taken_out_where_others_go_with_it() => Seeded.Sample(Gen.Int[0, 4].Array[1, 12], operations =>
    {
        (int[] left, int shrinks) = SequenceShrinker.ShrinkOperations(operations, static list => list.Length, static (list, place) =>
        {
            Assert.InRange(place, 0, list.Length - 1);
            int[] less = [.. list.Where(number => number != list[place])];
            return less.Length > 0 ? less : null;
        });

        Assert.Equal(Enumerable.Repeat(left[0], operations.Count(number => number == left[0])), left);
        Assert.Equal(operations.Distinct().Count() - 1, shrinks);
    });

    private static bool FailsByLot(IReadOnlyList<Draft> drafts)
    {
        uint hash = 2_166_136_261;
        foreach (byte number in drafts.SelectMany(Numbers))
        {
            hash = unchecked((hash ^ number) * 16_777_619);
        }

        return drafts.Any() && (hash >> 13) % 3 == 0;
    }

    [Fact]
    public void Of_operations_those_are_left_of_which_none_can_be_taken() => Seeded.Sample(Gen.Int[0, 9].Array[0, 30].Where(HasThreeBeforeSeven), operations =>
    {
        (int[] left, int shrinks) = SequenceShrinker.ShrinkOperations(
            operations, list => list.Length, (list, place) => (int[])[.. list[..place], .. list[(place + 1)..]] is var less && HasThreeBeforeSeven(less) ? less : null);

        Assert.Equal([3, 7], left);
        Assert.Equal(operations.Length - 2, shrinks);
    });

    private static bool HasThreeBeforeSeven(int[] list) => Array.IndexOf(list, 3) is >= 0 and int three && Array.IndexOf(list, 7, three) >= 0;

    [Fact]
    public void A_simpler_draft_has_one_smaller_number() => Seeded.Sample(Draft.Any, draft =>
        Assert.All(draft.Simpler(), simpler => Assert.Equal(1, Numbers(draft).Zip(Numbers(simpler)).Count(pair => pair.First != pair.Second && pair.Second < pair.First))));

    [Fact]
    public void A_choice_covers_all_items_and_is_monotone() => Seeded.Sample(Gen.Int[1, 256].Select(Gen.Byte, Gen.Byte), (count, one, other) =>
    {
        int[] items = [.. Enumerable.Range(0, count)];
        Assert.Equal(0, items.At(0));
        Assert.Equal(count - 1, items.At(255));
        Assert.True(items.At(Math.Min(one, other)) <= items.At(Math.Max(one, other)));
    });

    private static int FailingLength(IReadOnlyList<Draft> drafts)
    {
        byte[] above = [100, 50, 200];
        int next = 0;
        for (int index = 0; index < drafts.Count; index++)
        {
            next += drafts[index].Kind > above[next] ? 1 : 0;
            if (next == above.Length)
            {
                return index + 1;
            }
        }

        return 0;
    }

    private static byte[] Numbers(Draft draft) => [draft.Kind, draft.First, draft.Second, draft.Third, draft.Fourth];
}
