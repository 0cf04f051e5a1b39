// Which methods and properties of a program read or change shared words, told by their names: those whose bodies
// have Volatile or Interlocked in them, and those that call one of these. A name that also belongs to a member
// without synchronisation is left out: it would be a guess which of them is meant.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SynchronisationMutants;

/// <summary>Names of members that synchronise.</summary>
public sealed class SynchronisingNames
{
    private readonly HashSet<string> _changing;
    private readonly HashSet<string> _reading;

    private SynchronisingNames(HashSet<string> changing, HashSet<string> reading) => (_changing, _reading) = (changing, reading);

    /// <summary>The names of a program.</summary>
    /// <param name="roots">Its files.</param>
    /// <returns>The names.</returns>
    public static SynchronisingNames Of(IEnumerable<CompilationUnitSyntax> roots)
    {
        ILookup<string, SyntaxNode> bodies = roots.SelectMany(root => root.DescendantNodes()).SelectMany(Named).ToLookup(pair => pair.Name, pair => pair.Body, StringComparer.Ordinal);
        HashSet<string> changing = Closure(bodies, static node => IsCall(node, "Interlocked") || IsCall(node, "Volatile", "Write"));
        HashSet<string> reading = Closure(bodies, static node => IsCall(node, "Volatile", "Read"));
        reading.ExceptWith(changing);
        return new(changing, reading);
    }

    /// <summary>Whether an expression calls a primitive.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="type">Interlocked or Volatile.</param>
    /// <param name="method">The method, or any.</param>
    /// <returns>Whether it is such a call.</returns>
    public static bool IsCall(SyntaxNode node, string type, string? method = null) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax target } member }
        && string.Equals(target.Identifier.Text, type, StringComparison.Ordinal)
        && (method is null || string.Equals(member.Name.Identifier.Text, method, StringComparison.Ordinal));

    /// <summary>Whether a part of a program changes shared words, by itself or by what it calls.</summary>
    /// <param name="node">The part.</param>
    /// <returns>Whether it does.</returns>
    public bool Changes(SyntaxNode node) => Any(node, part => IsCall(part, "Interlocked") || IsCall(part, "Volatile", "Write") || IsUse(part, _changing.Contains));

    /// <summary>Whether a part of a program reads shared words and changes none.</summary>
    /// <param name="node">The part.</param>
    /// <returns>Whether it does.</returns>
    public bool OnlyReads(SyntaxNode node) => Any(node, part => IsCall(part, "Volatile", "Read") || IsUse(part, _reading.Contains)) && !Changes(node);

    private static HashSet<string> Closure(ILookup<string, SyntaxNode> bodies, Func<SyntaxNode, bool> isPrimitive)
    {
        // An overload may do its work by calling another one: one of them has to do it by itself.
        HashSet<string> names = [];
        bool Synchronises(SyntaxNode body, string? own) =>
            Any(body, part => isPrimitive(part) || IsUse(part, name => names.Contains(name) || string.Equals(name, own, StringComparison.Ordinal)));
        while (true)
        {
            string[] more =
            [
                .. bodies.Where(group => !names.Contains(group.Key)
                    && group.Any(body => Synchronises(body, null)) && group.All(body => Synchronises(body, group.Key))).Select(group => group.Key),
            ];
            if (more.Length == 0)
            {
                return names;
            }

            names.UnionWith(more);
        }
    }

    private static bool Any(SyntaxNode node, Func<SyntaxNode, bool> isMeant) => node.DescendantNodesAndSelf(static part => part is not AnonymousFunctionExpressionSyntax).Any(isMeant);

    private static bool IsUse(SyntaxNode node, Func<string, bool> isMeant) =>
        node is IdentifierNameSyntax { Parent: not (NameColonSyntax or NameEqualsSyntax) } name && !IsOfPrimitive(name) && isMeant(name.Identifier.Text);

    // "Read" in "Volatile.Read" is no member of the program, be there one of that name or not.
    private static bool IsOfPrimitive(IdentifierNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Volatile" or "Interlocked" } target } && name != target;

    private static IEnumerable<(string Name, SyntaxNode Body)> Named(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method when (SyntaxNode?)method.Body is { } body => [(method.Identifier.Text, body)],
        MethodDeclarationSyntax { ExpressionBody: { } body } method => [(method.Identifier.Text, body)],
        LocalFunctionStatementSyntax function => [(function.Identifier.Text, (SyntaxNode?)function.Body ?? function.ExpressionBody!)],
        PropertyDeclarationSyntax { ExpressionBody: { } body } property => [(property.Identifier.Text, body)],
        PropertyDeclarationSyntax { AccessorList: { } accessors } property => [(property.Identifier.Text, accessors)],
        _ => [],
    };
}
