// What can be wrong with a decision that rests on a second look at a shared word: that nobody looks. And, for the
// protocol of a program, that a function is not called or a bit not set: with names that the program gives.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SynchronisationMutants.Operators;

/// <summary>Operators on conditions that read shared words, and on what a protocol does to words.</summary>
public static class Looks
{
    /// <summary>Those that fit every program.</summary>
    public static IReadOnlyList<MutationOperator> All { get; } =
    [
        new("look-dropped", "A look at a shared word is left out, and taken for one that found what was hoped for, or feared.", Dropped),
    ];

    /// <summary>A function of one argument is not called: a version that is not raised, a bit that is not taken off.</summary>
    /// <param name="name">What the operator is called.</param>
    /// <param name="standsFor">The mistake.</param>
    /// <param name="function">The function, as it is called there.</param>
    /// <returns>The operator.</returns>
    public static MutationOperator WithoutCall(string name, string standsFor, string function) => new(name, standsFor, source =>
        from call in source.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where Is(call.Expression, function) && call.ArgumentList.Arguments.Count == 1
        select Edit.Of(call, $"({call.ArgumentList.Arguments[0]})"));

    /// <summary>A bit is not set.</summary>
    /// <param name="name">What the operator is called.</param>
    /// <param name="standsFor">The mistake.</param>
    /// <param name="bit">The bit, as it stands there.</param>
    /// <returns>The operator.</returns>
    public static MutationOperator WithoutBit(string name, string standsFor, string bit) => new(name, standsFor, source =>
        from either in source.Root.DescendantNodes().OfType<BinaryExpressionSyntax>()
        where either.IsKind(SyntaxKind.BitwiseOrExpression) && Is(either.Right, bit) && either.Ancestors().Any(node => node is BaseMethodDeclarationSyntax)
        select Edit.Of(either, $"({either.Left})"));

    private static bool Is(ExpressionSyntax expression, string text) =>
        string.Equals(expression.ToString(), text, StringComparison.Ordinal)
        || (expression is MemberAccessExpressionSyntax member && string.Equals(member.Name.ToString(), text, StringComparison.Ordinal));

    private static IEnumerable<Edit> Dropped(MutationSource source)
    {
        foreach (ExpressionSyntax condition in source.Root.DescendantNodes().SelectMany(Conditions))
        {
            foreach (ExpressionSyntax look in Operands(condition).Where(source.Names.OnlyReads))
            {
                yield return Edit.Of(look, "true");
                yield return Edit.Of(look, "false");
            }
        }
    }

    private static IEnumerable<ExpressionSyntax> Conditions(SyntaxNode node) => node switch
    {
        IfStatementSyntax one => [one.Condition],
        WhileStatementSyntax one => [one.Condition],
        DoStatementSyntax one => [one.Condition],
        ConditionalExpressionSyntax one => [one.Condition],
        WhenClauseSyntax one => [one.Condition],
        ReturnStatementSyntax { Expression: BinaryExpressionSyntax one } when IsLogical(one) => [one],
        _ => [],
    };

    private static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax condition) => condition switch
    {
        BinaryExpressionSyntax both when IsLogical(both) => [.. Operands(both.Left), .. Operands(both.Right)],
        ParenthesizedExpressionSyntax inner => Operands(inner.Expression),
        _ => [condition],
    };

    private static bool IsLogical(BinaryExpressionSyntax expression) => expression.IsKind(SyntaxKind.LogicalAndExpression) || expression.IsKind(SyntaxKind.LogicalOrExpression);
}
