using Checking;
using Clones;
using Harness;
using Harness.Recordings;
using Verify.Evidence;

namespace Verify.Checks;

/// <summary>A recording of the original, replayed on model and port.</summary>
/// <param name="path">The recording.</param>
internal sealed class RecordingCheck(string path) : ICheck
{
    public string Name => $"recording {Path.GetFileName(path)}";

    public CheckRow Run(CheckRun run)
    {
        long length = Math.Max(1, new FileInfo(path).Length);
        long traces = 0;
        TraceReplayReport report = TraceReplay.Replay(
            [new TraceSubject("model", static () => new SpecificationSubject<State, Operation, Response>(CloneSpecification.Model)), TraceSubject.Port],
            TraceReader.Read(path, bytes => run.Progress((double)bytes / length, $"{++traces:n0} traces")),
            run.Interrupted);
        return new CheckRow(Name, $"{report.Traces:n0} traces, {report.Operations:n0} answers, {report.StatesCompared:n0} states",
            "every answer and state, model and port", 0, report.Verdict, report.Difference?.Counterexample.ToString())
        {
            Figures = [Figure.Of("traces", report.Traces), Figure.Of("operations", report.Operations), Figure.Of("states", report.StatesCompared)],
            Replay = report.Difference?.Counterexample.Replay,
        };
    }
}
