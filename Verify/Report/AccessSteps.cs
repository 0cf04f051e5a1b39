// The accesses of an execution as steps. The state after each is what is in the locations that were touched so far: the last value that
// was read from or written to each, under the name that it has in the source.
using System.Globalization;
using Checking;
using Checking.Scenarios;
using Checking.Schedules;
using Clones;

namespace Verify.Report;

/// <summary>Makes steps of accesses.</summary>
internal static class AccessSteps
{
    private const string Part = "the threads, access by access";

    public static IReadOnlyList<ExhibitStep> Of(FailingInterleaving failing)
    {
        ReplayedExecution execution = failing.Execution;
        Dictionary<int, Queue<(string Operation, string? Answer)>> left = failing.Counterexample.Run.Operations
            .Where(operation => operation.Operation is ScenarioStep<Operation>.Ask)
            .GroupBy(operation => (int)operation.Process)
            .ToDictionary(
                thread => thread.Key,
                thread => new Queue<(string, string?)>(thread.OrderBy(operation => operation.Invoked).Select(operation => ($"{operation.Operation}", operation.Returned is null ? null : (string?)$"{operation.Answer}"))));
        SortedDictionary<int, Fact> memory = [];
        List<ExhibitStep> steps = [];
        for (int index = 0; index < execution.Accesses.Count; index++)
        {
            Access access = execution.Accesses[index];
            string value = index < execution.Values.Count ? execution.Values[index] : string.Empty;
            if (access.Location >= 0)
            {
                memory[access.Location] = new(NameOf(access, memory), access.Kind switch { AccessKind.Enter => $"held by thread {access.Thread + 1}", AccessKind.Exit => "free", _ => value });
            }

            steps.Add(Step(access, value, left.GetValueOrDefault(access.Thread) ?? new()) with { State = [.. memory.Values] });
        }

        return steps;
    }

    private static ExhibitStep Step(Access access, string value, Queue<(string Operation, string? Answer)> left)
    {
        int lane = access.Thread + 1;
        switch (access.Kind)
        {
            case AccessKind.Begin or AccessKind.Invoke when left.TryPeek(out (string Operation, string? Answer) begins):
                return new(Part, lane, StepMark.Invoke, begins.Operation, null, [], null);
            case AccessKind.Return when left.TryDequeue(out (string Operation, string? Answer) ends):
                return new(Part, lane, StepMark.Return, ends.Operation, ends.Answer, [], null);
            default:
                string place = access.Place.File is null ? string.Empty : string.Create(CultureInfo.InvariantCulture, $" ({Path.GetFileName(access.Place.File)}:{access.Place.Line})");
                return new(Part, lane, StepMark.Access, $"{Verb(access.Kind)} {access.Place.Location}{place}", value.Length > 0 ? value : null, [], null);
        }
    }

    private static string Verb(AccessKind kind) => kind switch
    {
        AccessKind.Enter => "take the lock",
        AccessKind.Exit => "give back the lock",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string NameOf(Access access, SortedDictionary<int, Fact> memory) =>
        memory.TryGetValue(access.Location, out Fact known) ? known.Name : $"#{access.Location} {access.Place.Location}";
}
