// What can be wrong with an atomic step: that it is none, that it compares with the wrong thing, that nobody looks at
// what came out.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SynchronisationMutants.Operators;

/// <summary>Operators on <c>Interlocked</c>.</summary>
public static class CompareExchanges
{
    private const string Primitive = "Interlocked";
    private const string CompareExchange = "CompareExchange";

    private static readonly HashSet<string> InTwoSteps = ["Exchange", "Add", "Increment", "Decrement"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<MutationOperator> All { get; } =
    [
        new("check-then-set", "A compare-exchange is written as a comparison and a write.", source => Called(source, "MutantSteps.CheckThenSet")),
        new("comparand-read-anew", "The comparand is read again at once, and not the value that the new one was made from.", ReadAnew),
        new("exchange-without-comparing", "The word is written, whatever is there, and compared afterwards.", source =>
            Exchanges(source).Where(HasResult).Select(call => Edit.Of(call, $"Interlocked.Exchange({Argument(call, 0)}, {Argument(call, 1)})"))),
        new("written-without-comparing", "The word is written, whatever is there.", source =>
            Exchanges(source).Where(call => !HasResult(call)).Select(call => Edit.Of(call, $"Volatile.Write({Argument(call, 0)}, {Argument(call, 1)})"))),
        new("result-ignored", "Nobody looks whether the exchange was done: it is taken for done.", source =>
            Exchanges(source).Where(HasResult).Select(call => Edit.Of(call.Expression, "MutantSteps.TakenForSuccess"))),
        new("exchange-dropped", "The exchange is not done, and taken for done.", source =>
            Exchanges(source).Where(HasResult).Select(call => Edit.Of(call.Expression, "MutantSteps.Dropped"))),
        new("update-in-two-steps", "An atomic change is written as a read and a write.", source => Updates(source).Select(call => Edit.Of(call.Expression, $"MutantSteps.{Method(call)}"))),
        new("update-in-plain-steps", "An atomic change is written as a plain read and a plain write.", source =>
            Updates(source).Select(call => Edit.Of(call.Expression, $"MutantSteps.Plain{Method(call)}"))
                .Concat(Called(source, "MutantSteps.PlainCompareExchange"))),
    ];

    private static IEnumerable<InvocationExpressionSyntax> Calls(MutationSource source) =>
        source.Root.DescendantNodes().OfType<InvocationExpressionSyntax>().Where(call => SynchronisingNames.IsCall(call, Primitive));

    private static IEnumerable<InvocationExpressionSyntax> Exchanges(MutationSource source) =>
        Calls(source).Where(call => string.Equals(Method(call), CompareExchange, StringComparison.Ordinal) && call.ArgumentList.Arguments.Count == 3);

    private static IEnumerable<InvocationExpressionSyntax> Updates(MutationSource source) => Calls(source).Where(call => InTwoSteps.Contains(Method(call)));

    private static IEnumerable<Edit> Called(MutationSource source, string step) => Exchanges(source).Select(call => Edit.Of(call.Expression, step));

    private static IEnumerable<Edit> ReadAnew(MutationSource source) =>
        Exchanges(source).Select(call => Edit.Of(call.ArgumentList.Arguments[2], $"Volatile.Read({Argument(call, 0)})"));

    private static bool HasResult(InvocationExpressionSyntax call) => call.Parent is not (ExpressionStatementSyntax or ArrowExpressionClauseSyntax { Parent: AccessorDeclarationSyntax });

    private static string Method(InvocationExpressionSyntax call) => ((MemberAccessExpressionSyntax)call.Expression).Name.Identifier.Text;

    private static ArgumentSyntax Argument(InvocationExpressionSyntax call, int place) => call.ArgumentList.Arguments[place];
}
