namespace Checking.Schedules;

/// <summary>
/// A program under control did something else under the same schedule: it depends on time, randomness, or on what an earlier execution
/// left behind. Nothing that was explored so far counts.
/// </summary>
/// <param name="message">Where.</param>
public sealed class NondeterministicProgramException(string message) : InvalidOperationException(message);
