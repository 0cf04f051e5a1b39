// What can be wrong with reads and writes of shared words: that they are plain, that one is missing, that two are in
// the wrong order.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SynchronisationMutants.Operators;

/// <summary>Operators on <c>Volatile</c>, and on calls of what synchronises.</summary>
public static class SharedAccesses
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MutationOperator> All { get; } =
    [
        new("read-plainly", "A word that others write is read plainly.", source =>
            Calls(source, "Read").Select(call => Edit.Of(call, Location(call)))),
        new("written-plainly", "A word that others read is written plainly.", source =>
            Calls(source, "Write").Select(call => Edit.Of(call, $"{Location(call)} = {call.ArgumentList.Arguments[1]}"))),
        new("step-dropped", "A step that others rely on is left out: a publication, a note, a helping hand.", Dropped),
        new("steps-swapped", "What is published stands before what it publishes, or behind what comes after it.", Swapped),
    ];

    private static IEnumerable<InvocationExpressionSyntax> Calls(MutationSource source, string method) =>
        source.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => SynchronisingNames.IsCall(call, "Volatile", method));

    private static string Location(InvocationExpressionSyntax call) => $"{call.ArgumentList.Arguments[0].Expression}";

    // A statement that is nothing but a call, of a primitive or of what calls one. Calls of what the program offers to others are none of its steps.
    private static IEnumerable<Edit> Dropped(MutationSource source) =>
        source.Root.DescendantNodes().OfType<ExpressionStatementSyntax>().Where(statement => IsStep(source, statement)).Select(statement => Edit.Of(statement, ";"));

    private static IEnumerable<Edit> Swapped(MutationSource source)
    {
        foreach (BlockSyntax block in source.Root.DescendantNodes().OfType<BlockSyntax>())
        {
            foreach ((StatementSyntax first, StatementSyntax second) in block.Statements.Zip(block.Statements.Skip(1)))
            {
                if ((IsStep(source, first) || IsStep(source, second)) && CanMove(first) && CanMove(second))
                {
                    yield return new(TextSpan.FromBounds(first.SpanStart, second.Span.End), $"{second}\n{first}");
                }
            }
        }
    }

    private static bool IsStep(MutationSource source, StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } && (IsPrimitive(call) || source.Names.Changes(call.Expression));

    private static bool IsPrimitive(InvocationExpressionSyntax call) => SynchronisingNames.IsCall(call, "Interlocked") || SynchronisingNames.IsCall(call, "Volatile", "Write");

    private static bool CanMove(StatementSyntax statement) =>
        statement is not (ReturnStatementSyntax or ThrowStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax or LocalFunctionStatementSyntax);
}
