using Checking;
using Clones;
using CsCheck;
using Harness;
using Harness.Coverage;
using Harness.Port;
using Harness.Scopes;
using Xunit;

namespace Properties;

/// <summary>Long random sequences (CsCheck), each operation made from the state at hand.</summary>
public sealed class SequenceTests(ITestOutputHelper output)
{
    private static readonly SearchBounds Bounds = new(Seed: 20_070_531, Sequences: 1_500, Length: 200);

    [Fact]
    public void Every_claim_holds_along_long_sequences_and_speaks_of_something()
    {
        SearchReport<Operation> report = CloneChecks.Claims().Search(Bounds);

        output.WriteLine($"seed {Bounds.Seed:x}: {report.Sequences} sequences, {report.Operations} operations");
        foreach ((string claim, long applied) in report.Tally.Applied)
        {
            output.WriteLine($"{applied,9:n0}  {claim}");
        }

        Assert.Null(report.Counterexample?.ToString());
        Assert.Empty(report.Tally.Vacuous);
        Assert.Equal(Verdict.Holds, report.Verdict);
    }

    [Theory]
    [InlineData(15)]
    [InlineData(63)]
    [InlineData(70)]
    [InlineData(4_100)]
    public void Model_and_port_agree_behind_a_crowd(int entries) =>
        Assert.Null(CloneChecks.Crowd(entries, "port", static () => new PortSubject()).Search(Bounds with { Sequences = 20 }).Counterexample?.ToString());

    [Fact]
    public void Every_kind_of_operation_and_every_branch_of_alloc_is_one_in_a_hundred()
    {
        CoverageCount coverage = new();
        new CloneSearch("distribution", new CloneLockstep(CloneSpecification.Model, []), CloneDrafts.Resolve, OperationText.Format, "none")
            .Search(Bounds, coverage.Add);

        foreach ((CoverageLabel label, long count) in coverage.Counts)
        {
            output.WriteLine($"{100.0 * count / coverage.Transitions,7:f2} %  {label}");
            Assert.True(count > 0, $"'{label}' never comes");

            // "Above the limit" is no branch of its own: it says where the unit lies that another branch gave.
            if (label.Group is "operation" or "alloc" && label.Case is not "new above the limit")
            {
                Assert.True(count * 100 >= coverage.Transitions, $"'{label}' comes {count} times in {coverage.Transitions} operations");
            }
        }
    }

    [Fact]
    public void A_seed_gives_the_same_operations_again()
    {
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        static List<string> Run(ulong seed)
        {
            List<string> operations = [];
            CloneChecks.Claims().Search(new SearchBounds(seed, 20, 50), step => operations.Add(OperationText.Format(step.Operation)));
            return operations;
        }
    }

    [Theory]
    [InlineData("", "'' is no operation; expected a name and its numbers, as in alloc,1,-1,0,0 or acquire,0")]
    [InlineData("alloc", "'alloc' is no operation; expected a name and its numbers, as in alloc,1,-1,0,0 or acquire,0")]
    [InlineData("alloc,1", "'alloc,1' is no operation; expected a name and its numbers, as in alloc,1,-1,0,0 or acquire,0")]
    [InlineData("acquire,x", "'x' in 'acquire,x' is no whole number")]
    [InlineData("acquire,99999999999", "99999999999 in 'acquire,99999999999' is no 32-bit number")]
    [InlineData("setflags,-1", "-1 in 'setflags,-1' is no 32-bit number")]
    [InlineData("frob,1", "'frob,1' is no operation; expected a name and its numbers, as in alloc,1,-1,0,0 or acquire,0")]
    public void A_word_that_is_no_operation_is_refused_with_what_was_expected(string word, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => OperationText.Parse(word)).Message);

    /// <summary>Whatever the numbers of a draft are, a token can say what it becomes, and that is the same operation.</summary>
    [Fact]
    public void Every_draft_makes_an_operation_in_every_state_that_its_word_gives_back()
    {
        Scope smallest = KnownScopes.All[0].Scope;
        StateSpace<State, Operation, Response> space = new(CloneChecks.Claims(), CloneSpecification.Model, [], smallest.Bounds);
        HashSet<State> states = [];
        space.Explore(step => states.Add(step.Before));
        Draft[] drafts = Draft.Any.Array[256].Generate(new PCG(1, 1), null, out _);

        Assert.Equal(KnownScopes.All[0].States, states.Count);
        Assert.All(states, state =>
        {
            for (int kind = 0; kind < drafts.Length; kind++)
            {
                Operation operation = CloneDrafts.Resolve(state, drafts[kind] with { Kind = (byte)kind });
                Assert.Equal(operation, OperationText.Parse(OperationText.Format(operation)));
            }
        });
    }
}
