namespace Benchmarks;

/// <summary>An entry in words, the same ones for each contestant.</summary>
internal static class EntryText
{
    /// <summary>Puts an entry into words.</summary>
    /// <param name="unit">Its unit.</param>
    /// <param name="isBusy">Whether it is open.</param>
    /// <param name="isInvoked">Whether it was given to somebody who has not opened it yet.</param>
    /// <param name="process">To whom.</param>
    /// <param name="milliseconds">When.</param>
    /// <returns>The words.</returns>
    public static string Of(int unit, bool isBusy, bool isInvoked, int process, long milliseconds) =>
        $"unit {unit}{(isBusy ? " busy" : "")}{(isInvoked ? " invoked" : "")} process {process} at {milliseconds} ms";
}
