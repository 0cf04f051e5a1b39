using System.Text.Json;

namespace Verify.Tests;

/// <summary>What one run of the program printed and ended with.</summary>
internal sealed record Console(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public static Console Run(params string[] arguments) => Run(CancellationToken.None, arguments);

    public static Console Run(CancellationToken interrupted, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        int exitCode = Application.Run(arguments, Terminal.To(output, error, TimeProvider.System), interrupted);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
