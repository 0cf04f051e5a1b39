// One change of one file, as a span and what stands there instead: so that a mutant can be compiled, shown as a
// diff, written into a report and named in a replay token. MutationOperator.cs makes them.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SynchronisationMutants;

/// <summary>A source file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Text">Its text.</param>
public sealed record SourceFile(string Name, string Text);

/// <summary>A change of a text.</summary>
/// <param name="Span">What is replaced; empty where something is put in.</param>
/// <param name="Replacement">What stands there instead.</param>
public readonly record struct Edit(TextSpan Span, string Replacement)
{
    /// <summary>A change of a part of a syntax tree.</summary>
    /// <param name="node">The part, without what surrounds it.</param>
    /// <param name="replacement">What stands there instead.</param>
    /// <returns>The change.</returns>
    public static Edit Of(SyntaxNode node, string replacement) => new(node?.Span ?? default, replacement);
}

/// <summary>A mutant.</summary>
/// <param name="Operator">The name of the operator that makes it.</param>
/// <param name="File">The file that it changes, as it is.</param>
/// <param name="Edit">The change.</param>
/// <param name="Ordinal">Which one of this operator at this place, from 0.</param>
public sealed record Mutation(string Operator, SourceFile File, Edit Edit, int Ordinal = 0)
{
    /// <summary>Where it begins; lines and characters from 0.</summary>
    public LinePosition Start => SourceText.From(File.Text).Lines.GetLinePosition(Edit.Span.Start);

    /// <summary>Where it ends.</summary>
    public LinePosition End => SourceText.From(File.Text).Lines.GetLinePosition(Edit.Span.End);

    /// <summary>A name that stands for it as long as the sources are as they are: a word without slash, at sign and colon.</summary>
    public string Id
    {
        get
        {
            LinePosition start = Start;
            return $"{Operator}~{Path.GetFileNameWithoutExtension(File.Name)}~{start.Line + 1}~{start.Character + 1}{(Ordinal > 0 ? $"~{Ordinal}" : string.Empty)}";
        }
    }

    /// <summary>What stands in the place.</summary>
    public string Original => File.Text.Substring(Edit.Span.Start, Edit.Span.Length);

    /// <summary>The file with the change.</summary>
    public SourceFile Changed =>
        File with { Text = string.Concat(File.Text.AsSpan(0, Edit.Span.Start), Edit.Replacement, File.Text.AsSpan(Edit.Span.End)) };

    /// <summary>The lines that change, before and after.</summary>
    public string Diff
    {
        get
        {
            string[] before = File.Text.Split('\n');
            string[] after = Changed.Text.Split('\n');
            int first = 0;
            while (first < before.Length && first < after.Length && string.Equals(before[first], after[first], StringComparison.Ordinal))
            {
                first++;
            }

            int same = 0;
            while (same < Math.Min(before.Length, after.Length) - first && string.Equals(before[^(same + 1)], after[^(same + 1)], StringComparison.Ordinal))
            {
                same++;
            }

            return string.Join('\n',
            [
                $"{File.Name}:{first + 1} {Operator}",
                .. before[first..^same].Select(line => $"- {line}"),
                .. after[first..^same].Select(line => $"+ {line}"),
            ]);
        }
    }
}
