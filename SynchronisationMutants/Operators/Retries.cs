// What can be wrong with a loop around an atomic step: that it is none, that it does not look again.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SynchronisationMutants.Operators;

/// <summary>Operators on loops that synchronise.</summary>
public static class Retries
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MutationOperator> All { get; } =
    [
        new("retry-dropped", "It is tried once, and not again.", Once),
        new("stale-retry", "It is tried again with what was read the first time.", Stale),
        new("read-before-the-loop", "What each round has to read is read once, before the first: as a compiler may do with plain reads.", ReadBefore),
    ];

    private static IEnumerable<StatementSyntax> Loops(MutationSource source) =>
        source.Root.DescendantNodes().OfType<StatementSyntax>().Where(statement => statement is WhileStatementSyntax or DoStatementSyntax && (source.Names.Changes(statement) || source.Names.OnlyReads(statement)));

    private static IEnumerable<Edit> Once(MutationSource source)
    {
        foreach (StatementSyntax loop in Loops(source))
        {
            if (loop is DoStatementSyntax once)
            {
                yield return Edit.Of(loop, once.Statement.ToString());
            }
            else if (loop is WhileStatementSyntax { Condition: not LiteralExpressionSyntax } loopWhile)
            {
                yield return Edit.Of(loop, $"if ({loopWhile.Condition}) {loopWhile.Statement}");
            }
            else
            {
                foreach (ContinueStatementSyntax again in loop.DescendantNodes().OfType<ContinueStatementSyntax>())
                {
                    // Goes on as if there had been no reason to begin again.
                    yield return Edit.Of(again, ";");
                }
            }
        }
    }

    // "notes = seen;" at the end of a round: an assignment of a local that the next round compares with.
    private static IEnumerable<Edit> Stale(MutationSource source) =>
        from loop in Loops(source)
        from statement in loop.DescendantNodes().OfType<ExpressionStatementSyntax>()
        where statement.Expression is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left, Right: IdentifierNameSyntax or InvocationExpressionSyntax }
            && loop.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call =>
                SynchronisingNames.IsCall(call, "Interlocked", "CompareExchange")
                && call.ArgumentList.Arguments is [_, _, var comparand] && string.Equals(comparand.ToString(), left.Identifier.Text, StringComparison.Ordinal))
        select Edit.Of(statement, ";");

    private static IEnumerable<Edit> ReadBefore(MutationSource source)
    {
        foreach (StatementSyntax loop in Loops(source))
        {
            StatementSyntax body = loop is WhileStatementSyntax loopWhile ? loopWhile.Statement : ((DoStatementSyntax)loop).Statement;
            LocalDeclarationStatementSyntax? read = body is BlockSyntax block
                ? block.Statements.OfType<LocalDeclarationStatementSyntax>().FirstOrDefault(declaration => source.Names.OnlyReads(declaration))
                : null;
            if (read is not null)
            {
                yield return Edit.Of(loop, $"{read}\n{loop.RemoveNode(read, SyntaxRemoveOptions.KeepNoTrivia)!.ToString()}");
            }
        }
    }
}
