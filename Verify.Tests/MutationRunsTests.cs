using Verify.Mutants;
using Xunit;

namespace Verify.Tests;

/// <summary>In which order projects are mutated, and what is said where one has no report.</summary>
public sealed class MutationRunsTests
{
    private const int Bound = 60_000; // ms: where nobody begins, or is ended, who waits for it ends then, and the test fails

    private readonly List<string> _said = [];

    [Fact(Timeout = Bound)]
    public async Task A_project_begins_when_the_canaries_are_built_and_before_they_are_judged()
    {
        using ManualResetEventSlim hasBegun = new();
        int teller = 0;

        Assert.Null(await RunAsync(["Canaries", "Implementation", "Checking"], (project, built, _) =>
        {
            if (project == "Canaries")
            {
                teller = Environment.CurrentManagedThreadId;
                built();
                hasBegun.Wait(TestContext.Current.CancellationToken);
            }

            hasBegun.Set(); // first: what fails below must not keep the canaries waiting
            Assert.True(project != "Implementation" || teller != Environment.CurrentManagedThreadId, "who reads what the canaries' Stryker says has something else to do");
            return null;
        }));
        Assert.Equal(["Canaries begins", "Implementation begins"], _said[..2]);
        Assert.Equal(["Canaries ends", "Checking ends", "Implementation ends"], _said.Where(static line => line.EndsWith("ends", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.True(_said.IndexOf("Implementation ends") < _said.IndexOf("Checking begins"));
    }

    /// <summary>The tests of the model stand where those of the canaries do, and would be built again.</summary>
    [Theory]
    [InlineData("Canaries", "Model")]
    [InlineData("Canaries", "Synchronisation")]
    [InlineData("Implementation", "Checking")]
    public async Task Where_one_could_disturb_the_other_the_second_begins_when_the_first_has_ended(string first, string second)
    {
        Assert.Null(await RunAsync([first, second], static (_, built, _) =>
        {
            built();
            return null;
        }));
        Assert.Equal([$"{first} begins", $"{first} ends", $"{second} begins", $"{second} ends"], _said);
    }

    [Fact(Timeout = Bound)]
    public async Task Canaries_without_a_report_end_the_rest_and_say_why()
    {
        using ManualResetEventSlim hasBegun = new();

        string? problem = await RunAsync(["Canaries", "Implementation", "Checking"], (project, built, stopped) =>
        {
            if (project == "Canaries")
            {
                built();
                hasBegun.Wait(TestContext.Current.CancellationToken);
                return "why";
            }

            hasBegun.Set();
            stopped.WaitHandle.WaitOne();
            return "it was ended";
        });

        Assert.Equal("why", problem);
        Assert.DoesNotContain("Checking begins", _said);
    }

    [Fact]
    public async Task Canaries_that_cannot_be_built_let_nothing_begin()
    {
        Assert.Equal("why", await RunAsync(["Canaries", "Implementation"], static (project, _, _) => project == "Canaries" ? "why" : null));
        Assert.Equal(["Canaries begins", "Canaries ends"], _said);
    }

    [Fact]
    public async Task A_project_without_a_report_is_the_last()
    {
        Assert.Equal("why", await RunAsync(["Canaries", "Model", "Implementation"], static (project, _, _) => project == "Model" ? "why" : null));
        Assert.Equal(["Canaries begins", "Canaries ends", "Model begins", "Model ends"], _said);
    }

    [Fact]
    public async Task What_is_thrown_surfaces_when_the_canaries_have_ended()
    {
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(["Canaries", "Implementation"], static (project, built, _) =>
        {
            built();
            return project == "Canaries" ? null : throw new InvalidOperationException("no dotnet");
        }));

        Assert.Equal("no dotnet", thrown.Message);
        Assert.Contains("Canaries ends", _said);
    }

    private Task<string?> RunAsync(string[] projects, Func<string, Action, CancellationToken, string?> mutate) => new MutationRuns((project, built, stopped) =>
    {
        Say($"{project} begins");
        string? problem = mutate(project, built, stopped);
        Say($"{project} ends");
        return problem;
    }).MutateAsync(projects, TestContext.Current.CancellationToken);

    private void Say(string line)
    {
        lock (_said)
        {
            _said.Add(line);
        }
    }
}
