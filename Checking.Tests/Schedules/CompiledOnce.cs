using System.Security.Cryptography;
using System.Text;

namespace Checking.Tests.Schedules;

/// <summary>
/// What a text is compiled to. Processes that judge mutants compile it once between them all, and keep it in the folder that `verify mutants`
/// gives them, which is new in each run: the compiler takes each of them a second, and does the same whichever mutant this is.
/// </summary>
internal static class CompiledOnce
{
    private static readonly string? Folder =
        Environment.GetEnvironmentVariable("MUTATION_ENDLESS") is { } run ? Directory.CreateDirectory(Path.Combine(run, "compiled")).FullName : null;

    /// <summary>Compiles, or reads what was compiled before.</summary>
    /// <param name="input">All that the outcome depends on.</param>
    /// <param name="compile">Gives an assembly, and its symbols where they are not within.</param>
    public static (byte[] Image, byte[] Symbols) Of(string input, Func<(byte[] Image, byte[] Symbols)> compile)
    {
        if (Folder is null)
        {
            return compile();
        }

        string image = Path.Combine(Folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(input)))}.dll");
        string symbols = Path.ChangeExtension(image, "pdb");
        if (!File.Exists(image))
        {
            (byte[] compiled, byte[] itsSymbols) = compile();
            Write(symbols, itsSymbols);
            Write(image, compiled); // last: who finds it finds both
        }

        return (File.ReadAllBytes(image), File.ReadAllBytes(symbols));
    }

    // In one step: another process may do the same, or read.
    private static void Write(string path, byte[] bytes)
    {
        string own = $"{path}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}";
        File.WriteAllBytes(own, bytes);
        File.Move(own, path, overwrite: true);
    }
}
