// What mutation testing has reached: how many mutants of a file no test sees yet. Stryker's own threshold is one score for all
// projects; this is one number a file, so that it holds for a run of some files as well, and strength that is lost in one is
// not made up for by another. docs/mutants.md has the same numbers, and says what they are.
namespace Verify.Mutants;

/// <summary>How many mutants of each file may be unseen; none in a file that is not listed.</summary>
/// <param name="Unseen">The numbers, by project and file, as in <c>Checking/StateSpace.cs</c>.</param>
internal sealed record Reached(IReadOnlyDictionary<string, int> Unseen)
{
    /// <summary>What was reached.</summary>
    public static Reached Now { get; } = new(new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["Checking/Schedules/ControlledCopy.cs"] = 5,
        ["Checking/Schedules/ControlledRun.cs"] = 12,
        ["Checking/Schedules/ControlledThread.cs"] = 2,
        ["Checking/Schedules/DataRaceDetector.cs"] = 1,
        ["Checking/Schedules/HappensBefore.cs"] = 7,
        ["Checking/Schedules/InterleavingSearch.cs"] = 7,
        ["Checking/Schedules/LocationTable.cs"] = 1,
        ["Checking/Schedules/ScenarioBudget.cs"] = 1,
        ["Checking/Schedules/ScenarioProgram.cs"] = 1,
        ["Checking/Schedules/Schedule.cs"] = 1,
        ["Checking/Schedules/SourceDpor.cs"] = 4,
        ["Checking/Schedules/StandIns/Interlocked.cs"] = 1,
        ["Checking/Schedules/Weaving/AccessWeaver.cs"] = 7,
        ["Checking/Schedules/Weaving/MethodWeaver.cs"] = 8,
        ["Checking/Schedules/Weaving/StackReader.cs"] = 12,
        ["Checking/Schedules/Weaving/SynchronisationWeaver.cs"] = 10,
        ["Implementation/AgeIndex.cs"] = 1,
        ["Implementation/CloneManager.cs"] = 1,
        ["Implementation/CloneManager.Devices.cs"] = 1,
    });

    /// <summary>How many more mutants of a report's files are unseen than were, file by file.</summary>
    /// <param name="report">The report.</param>
    /// <returns>The files where it is more, and how many more.</returns>
    public IEnumerable<(string File, int More)> Lost(MutationReport report) =>
        from file in report.Files
        let name = $"{report.Project}/{file.Path}"
        let more = file.Mutants.Count(mutant => mutant is { Counts: true, IsDetected: false }) - Unseen.GetValueOrDefault(name)
        where more > 0
        select (name, more);
}
