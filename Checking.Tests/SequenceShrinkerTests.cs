using CsCheck;
using Xunit;

namespace Checking.Tests;

public sealed class SequenceShrinkerTests
{
    private static readonly Gen<Draft[]> Lists = Draft.Any.Array[0, 60];

    [Fact]
    public void What_is_left_fails_and_no_draft_can_be_taken_from_it() => Seeded.Sample(Lists, drafts =>
    {
        // Fails where some three drafts, in this order, have kinds above 100, 50 and 200.
        IReadOnlyList<Draft> shrunk = SequenceShrinker.Shrink(drafts, FailingLength).Drafts;
        if (FailingLength(drafts) == 0)
        {
            return;
        }

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
        SequenceShrinker.Shrink([.. Enumerable.Repeat(new Draft(255, 255, 255, 255, 255), 100)], drafts => ++attempts % 2 == 0 ? drafts.Count : 0, maxAttempts: 50);

        Assert.InRange(attempts, 1, 50);
    }

    [Fact]
    public void Of_operations_those_are_left_of_which_none_can_be_taken() => Seeded.Sample(Gen.Int[0, 9].Array[0, 30], operations =>
    {
        // Fails where there are a 3 and, behind it, a 7.
        if (!Fails(operations))
        {
            return;
        }

        (int[] left, int shrinks) = SequenceShrinker.ShrinkOperations(
            operations, list => list.Length, (list, place) => (int[])[.. list[..place], .. list[(place + 1)..]] is var less && Fails(less) ? less : null);

        Assert.Equal([3, 7], left);
        Assert.Equal(operations.Length - 2, shrinks);

        static bool Fails(int[] list) => Array.IndexOf(list, 3) is >= 0 and int three && Array.IndexOf(list, 7, three) >= 0;
    });

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
