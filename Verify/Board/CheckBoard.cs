using Verify.Evidence;

namespace Verify.Board;

/// <summary>Shows how far each check has come, and what was found, while it runs.</summary>
internal abstract class CheckBoard
{
    /// <summary>A check begins, or goes on.</summary>
    /// <param name="check">Its name.</param>
    public abstract void Begin(string check);

    /// <summary>A check has come so far.</summary>
    /// <param name="check">Its name.</param>
    /// <param name="part">From 0 to 1.</param>
    /// <param name="word">What it does.</param>
    public abstract void Progress(string check, double part, string word);

    /// <summary>A check is done.</summary>
    /// <param name="row">What it came to.</param>
    public abstract void End(CheckRow row);

    /// <summary>Something was found, or nothing any more.</summary>
    /// <param name="line">One line.</param>
    public abstract void Found(string line);

    /// <summary>Shows a board while something runs: on a terminal all checks at once, else a line now and then.</summary>
    /// <typeparam name="T">What comes out.</typeparam>
    /// <param name="terminal">Where.</param>
    /// <param name="checks">The names of the checks.</param>
    /// <param name="work">What runs.</param>
    /// <returns>What came out.</returns>
    public static T Show<T>(Terminal terminal, IReadOnlyList<string> checks, Func<CheckBoard, T> work) => terminal.Error.Profile.Capabilities.Interactive
        ? LiveBoard.Show(terminal, checks, work)
        : work(new LineBoard(terminal));
}
