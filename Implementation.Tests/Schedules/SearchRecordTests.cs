using System.Text.Json;
using Checking;
using Harness.Schedules;
using Xunit;

namespace Implementation.Tests.Schedules;

/// <summary>A search that is stopped goes on where it was, and parts add up to the whole.</summary>
public sealed class SearchRecordTests : IDisposable
{
    private static readonly SearchTask Task = new(SearchTask.Tiny.Name, SearchTask.Tiny.Scope, 2, new Shard(5, 100), More: 0);

    private readonly string _folder = Directory.CreateTempSubdirectory(nameof(SearchRecordTests)).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_search_that_was_stopped_goes_on_and_comes_to_the_same_counts()
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        string path = Path.Combine(_folder, Task.FileName);
        SearchRecord whole = Task.Run(search, null, TimeProvider.System).Record;

        using CancellationTokenSource stop = new();
        int states = 0;
        SearchRecord stopped = Task.Run(search, path, TimeProvider.System, _ => Stop(ref states, stop), stop.Token).Record;
        SearchRecord kept = SearchRecord.Parse(File.ReadAllText(path));
        SearchRecord resumed = Task.Run(search, path, TimeProvider.System).Record;
        SearchRecord again = Task.Run(search, path, TimeProvider.System, _ => Assert.Fail("it is done")).Record;

        Assert.Equal((Verdict.Undecided, Verdict.Undecided, Verdict.Holds), (stopped.Verdict, kept.Verdict, resumed.Verdict));
        Assert.InRange(kept.Pairs, 1, whole.Pairs - 1);
        Assert.Equal(whole with { Seconds = 0 }, resumed with { Seconds = 0 });
        Assert.Equal(resumed, again);
        Assert.Equal([Path.GetFileName(path)], Directory.GetFiles(_folder).Select(Path.GetFileName));

        static void Stop(ref int states, CancellationTokenSource stop)
        {
            if (++states == 20)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void What_was_kept_of_another_port_or_part_is_not_gone_on_from()
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        string path = Path.Combine(_folder, "kept.json");
        SearchTask few = Task with { Shard = new Shard(7, 1000) };
        SearchRecord right = few.Run(search, path, TimeProvider.System).Record;

        (right with { Sources = "another", Pairs = 12_345 }).Save(path);
        Assert.Equal(right.Pairs, few.Run(search, path, TimeProvider.System).Record.Pairs);
        (right with { Shard = 8, Pairs = 12_345 }).Save(path);
        Assert.Equal(right.Pairs, few.Run(search, path, TimeProvider.System).Record.Pairs);
        File.WriteAllText(path, "{}");
        Assert.Throws<JsonException>(() => few.Run(search, path, TimeProvider.System));
    }

    [Theory]
    [InlineData(2, 40)]
    [InlineData(3, 2000)]
    public void Parts_add_up_to_what_one_machine_counts(int threads, int slices)
    {
        using ScheduleSearch search = ScheduleSearch.OfPort();
        SearchRecord Part(int number, int of) => (Task with { Threads = threads, Shard = new Shard(number, of) }).Run(search, null, TimeProvider.System).Record;
        SearchRecord whole = Part(3, slices) with { Shard = 1, Of = 1 };

        // Every part of the slice: what program % 3n says, of those whose program % n is that of the slice.
        SearchRecord[] parts = [.. Enumerable.Range(0, 3).Select(third => Part(3 + (third * slices), 3 * slices) with { Shard = third + 1, Of = 3 })];
        SearchRecord merged = SearchRecord.Merge(parts.Reverse().ToArray());

        TestContext.Current.TestOutputHelper!.WriteLine($"{whole}");
        Assert.Equal(whole with { Seconds = 0, Next = 0 }, merged with { Seconds = 0, Next = 0 });
        Assert.Equal(Verdict.Holds, whole.Verdict);
        Assert.True(whole.Executions > whole.Pairs);
    }

    [Fact]
    public void A_part_that_is_missing_leaves_it_undecided_and_one_that_comes_twice_or_is_of_another_search_is_refused()
    {
        SearchRecord one = new(Verdict.Holds, "scope", 2, 4, 1, 2, "sources", 10, 5, 10, 20, 1, 2, 3, 0.5, null);
        SearchRecord two = one with { Shard = 2 };

        Assert.Equal((Verdict.Holds, 20L, 1), (SearchRecord.Merge([one, two]).Verdict, SearchRecord.Merge([one, two]).Pairs, SearchRecord.Merge([one, two]).Of));
        Assert.Equal((Verdict.Undecided, 2), (SearchRecord.Merge([one]).Verdict, SearchRecord.Merge([one]).Of));
        Assert.Equal(Verdict.Undecided, SearchRecord.Merge([one, two with { Verdict = Verdict.Undecided }]).Verdict);
        Assert.Equal((Verdict.Violated, "why"), (SearchRecord.Merge([one with { Verdict = Verdict.Violated, Counterexample = "why" }]).Verdict, SearchRecord.Merge([two, one with { Counterexample = "why" }]).Counterexample));
        Assert.Throws<ArgumentException>(() => SearchRecord.Merge([one, one]));
        Assert.Throws<ArgumentException>(() => SearchRecord.Merge([one, two with { Sources = "others" }]));
        Assert.Equal(one, SearchRecord.Parse(one.ToJson()));
    }
}
