// Histories that are linearizable by construction: processes take turns, each operation takes effect at one
// moment between its invocation and its return, on one state. A process may die with its operation open
// (it is pending, and may or may not have taken effect) or go on without having seen its answer.
using Checking.Linearizability;
using CsCheck;

namespace Checking.Tests.Linearizability;

/// <summary>What runs to simulate.</summary>
/// <param name="Processes">How many processes run at a time.</param>
/// <param name="Operations">How many operations there are.</param>
/// <param name="PendingPercent">How many of them stay pending.</param>
/// <param name="UnseenPercent">How many return without an answer that anybody saw.</param>
public sealed record RunShape(int Processes, int Operations, int PendingPercent = 0, int UnseenPercent = 0);

/// <summary>Simulates concurrent processes.</summary>
public static class SimulatedRun
{
    /// <summary>Where randomness of a numbered case comes from.</summary>
    public static PCG Random(ulong seed, int number) => new((uint)number, seed);

    /// <summary>A number from 0 on, below a bound.</summary>
    public static int Below(this PCG random, int bound) => (int)random.Next((uint)bound);

    /// <summary>Runs operations on a state that is changed by one function.</summary>
    public static History<TOperation, TResponse> Of<TState, TOperation, TResponse>(
        PCG random, RunShape shape, TState initial, Func<PCG, TOperation> pick, Func<TState, TOperation, (TState State, TResponse Response)> step)
        where TOperation : notnull
        where TResponse : notnull
    {
        HistoryRecorder<TOperation, TResponse> recorder = new();
        TState state = initial;
        List<(long Process, TOperation? Operation, bool IsDone, TResponse? Response)> processes = [.. Enumerable.Range(0, shape.Processes).Select(process => ((long)process, default(TOperation), false, default(TResponse)))];
        HashSet<int> idle = [.. Enumerable.Range(0, shape.Processes)];
        long nextProcess = shape.Processes;
        int invoked = 0;
        while (invoked < shape.Operations || idle.Count < shape.Processes)
        {
            int turn = random.Below(shape.Processes);
            (long process, TOperation? operation, bool isDone, TResponse? response) = processes[turn];
            if (idle.Contains(turn))
            {
                if (invoked < shape.Operations)
                {
                    invoked++;
                    idle.Remove(turn);
                    processes[turn] = (process, pick(random), false, default);
                    recorder.Invoke(process, processes[turn].Operation!);
                }
            }
            else if (random.Below(200) < shape.PendingPercent)
            {
                idle.Add(turn);
                processes[turn] = (nextProcess++, default, false, default);
            }
            else if (!isDone)
            {
                (state, response) = step(state, operation!);
                processes[turn] = (process, operation, true, response);
            }
            else
            {
                idle.Add(turn);
                if (random.Below(100) < shape.UnseenPercent)
                {
                    recorder.ReturnUnseen(process);
                }
                else
                {
                    recorder.Return(process, response!);
                }
            }
        }

        return recorder.ToHistory();
    }

    /// <summary>The history with another answer to one of its answered operations, picked by a number.</summary>
    public static History<TOperation, TResponse> WithAnswer<TOperation, TResponse>(
        this History<TOperation, TResponse> history, int which, Func<TOperation, TResponse> answer)
        where TOperation : notnull
        where TResponse : notnull
    {
        int[] answered = [.. Enumerable.Range(0, history.Operations.Count).Where(index => history.Operations[index].Answer.IsSeen)];
        if (answered.Length == 0)
        {
            return history;
        }

        int changed = answered[which % answered.Length];
        return new(history.Operations.Select((operation, index) =>
            index == changed ? operation with { Answer = Answer<TResponse>.Of(answer(operation.Operation)) } : operation));
    }
}
