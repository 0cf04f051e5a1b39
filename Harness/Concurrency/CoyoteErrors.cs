using Microsoft.Coyote.Logging;

namespace Harness.Concurrency;

/// <summary>What Coyote logs as an error and goes on after: that a schedule cannot be replayed.</summary>
internal sealed class CoyoteErrors : ILogger
{
    /// <summary>Why a schedule is not reproducible, or null.</summary>
    public string? NotReproducible { get; private set; }

    public void Write(LogSeverity severity, string value)
    {
        if (severity == LogSeverity.Error && value.Contains("not reproducible", StringComparison.Ordinal))
        {
            NotReproducible ??= value.Split('\n')[0];
        }
    }

    public void Write(LogSeverity severity, string format, object arg0) => Write(severity, string.Format(format, arg0));

    public void Write(LogSeverity severity, string format, object arg0, object arg1) => Write(severity, string.Format(format, arg0, arg1));

    public void Write(LogSeverity severity, string format, object arg0, object arg1, object arg2) => Write(severity, string.Format(format, arg0, arg1, arg2));

    public void Write(LogSeverity severity, string format, params object[] args) => Write(severity, string.Format(format, args));

    public void WriteLine(LogSeverity severity, string value) => Write(severity, value);

    public void WriteLine(LogSeverity severity, string format, object arg0) => Write(severity, format, arg0);

    public void WriteLine(LogSeverity severity, string format, object arg0, object arg1) => Write(severity, format, arg0, arg1);

    public void WriteLine(LogSeverity severity, string format, object arg0, object arg1, object arg2) => Write(severity, format, arg0, arg1, arg2);

    public void WriteLine(LogSeverity severity, string format, params object[] args) => Write(severity, format, args);

    public void Write(string value)
    {
        // Information only.
    }

    public void Write(string format, object arg0)
    {
        // Information only.
    }

    public void Write(string format, object arg0, object arg1)
    {
        // Information only.
    }

    public void Write(string format, object arg0, object arg1, object arg2)
    {
        // Information only.
    }

    public void Write(string format, params object[] args)
    {
        // Information only.
    }

    public void WriteLine(string value)
    {
        // Information only.
    }

    public void WriteLine(string format, object arg0)
    {
        // Information only.
    }

    public void WriteLine(string format, object arg0, object arg1)
    {
        // Information only.
    }

    public void WriteLine(string format, object arg0, object arg1, object arg2)
    {
        // Information only.
    }

    public void WriteLine(string format, params object[] args)
    {
        // Information only.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
