// A recorded trace of the original, in the vocabulary of the model: what was asked, what the original
// answered, and its whole state after that. TraceReader.cs reads it, Replay.cs holds a model to it.
using Clones;

namespace Harness.Recordings;

/// <summary>One recorded trace: it starts without a manager, at precision 1.</summary>
/// <param name="Number">The trace's number in its file.</param>
/// <param name="Kind">What drove the manager: protocol, abuse, masks, refusals, crowd, ...</param>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Operations">The operations, in order.</param>
public sealed record Trace(long Number, string Kind, long Line, IReadOnlyList<RecordedOperation> Operations);

/// <summary>One recorded operation.</summary>
/// <param name="Operation">What was asked.</param>
/// <param name="Answer">What the original answered.</param>
/// <param name="State">The original's state after it, where it was recorded.</param>
public sealed record RecordedOperation(Operation Operation, RecordedAnswer Answer, RecordedState? State);

/// <summary>What the original answered. A type of its own, so that it cannot be swapped with the model's answer.</summary>
/// <param name="Response">The answer; a refusal has the text of the panic, and no argument's name.</param>
public readonly record struct RecordedAnswer(Response Response)
{
    /// <summary>Whether the model's answer is the recorded one. Of a refusal the original's text is compared.</summary>
    /// <param name="response">The model's answer.</param>
    /// <returns>Whether they agree.</returns>
    public bool Agrees(Response response) =>
        Response is Response.Refused recorded
            ? response is Response.Refused refused && string.Equals(recorded.Reason, refused.Reason, StringComparison.Ordinal)
            : Response.Equals(response);
}

/// <summary>The manager's state as the original had it.</summary>
/// <param name="Manager">The manager; how many entries it has made in its life is not recorded, and is -1.</param>
public sealed record RecordedState(Manager Manager)
{
    /// <summary>Whether a model's state is the recorded one.</summary>
    /// <param name="state">The model's state.</param>
    /// <returns>Whether they agree.</returns>
    public bool Agrees(State state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Manager is { } manager && Manager.Equals(manager with { NextEntry = -1 });
    }
}
