// Whether a scenario comes to the place of a mutant at all: the same place throws instead. Asked of mutants that
// survive, so that one that nothing runs is told from one that nothing sees.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SynchronisationMutants;

/// <summary>Makes probes.</summary>
public static class ReachProbe
{
    private const string Throw = "throw new System.InvalidOperationException(\"reached\")";

    /// <summary>The mutant's place, which throws.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>The probe, or null where the place is in no body.</returns>
    public static Mutation? Of(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        TextSpan place = new(mutation.Edit.Span.Start, mutation.Edit.Span.Length > 0 ? 1 : 0);
        SyntaxNode? node = CSharpSyntaxTree.ParseText(mutation.File.Text).GetRoot().FindNode(place);
        for (; node is not null; node = node.Parent)
        {
            if (node is StatementSyntax { Parent: BlockSyntax or SwitchSectionSyntax } statement)
            {
                return mutation with { Operator = $"reach-of-{mutation.Operator}", Edit = new Edit(new TextSpan(statement.SpanStart, 0), $"{Throw}; ") };
            }

            if (node is ArrowExpressionClauseSyntax arrow)
            {
                return mutation with { Operator = $"reach-of-{mutation.Operator}", Edit = Edit.Of(arrow.Expression, Throw) };
            }
        }

        return null;
    }
}
