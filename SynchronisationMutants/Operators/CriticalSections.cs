// What can be wrong with a lock. ConMAn's names in brackets: remove synchronized block (RSB), exchange lock object
// (EELO), shrink (SHCR there is shift; shrink is SKCR), split (SPCR), shift critical region (SHCR).
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace SynchronisationMutants.Operators;

/// <summary>Operators on <c>lock</c>.</summary>
public static class CriticalSections
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<MutationOperator> All { get; } =
    [
        new("lock-removed", "The lock was forgotten (ConMAn RSB).", source => Locks(source).Select(one => Edit.Of(one, one.Statement.ToString()))),
        new("lock-of-another-object", "Somebody locks an object that nobody else locks (ConMAn EELO).", source => Locks(source).Select(one => Edit.Of(one.Expression, "new object()"))),
        new("locks-swapped", "Two locks are taken in the other order (ConMAn EELO).", Swapped),
        new("lock-begins-late", "The first thing is done before the lock is taken, such as a read (ConMAn SKCR).", BeginsLate),
        new("lock-ends-early", "The last thing is done when the lock is given back, such as a read for the answer (ConMAn SKCR).", EndsEarly),
        new("lock-moved-down", "The lock is taken late, and kept for what comes after (ConMAn SHCR).", MovedDown),
        new("lock-moved-up", "The lock is taken early, and given back early (ConMAn SHCR).", MovedUp),
        new("lock-split", "The lock is given back and taken again in between (ConMAn SPCR).", Split),
    ];

    private static IEnumerable<LockStatementSyntax> Locks(MutationSource source) => source.Root.DescendantNodes().OfType<LockStatementSyntax>();

    private static IEnumerable<(LockStatementSyntax Lock, SyntaxList<StatementSyntax> Statements)> Sections(MutationSource source, int atLeast) =>
        Locks(source).Where(one => one.Statement is BlockSyntax block && block.Statements.Count >= atLeast).Select(one => (one, ((BlockSyntax)one.Statement).Statements));

    private static IEnumerable<Edit> Swapped(MutationSource source) =>
        from one in Locks(source)
        let inner = one.Statement as LockStatementSyntax ?? (one.Statement is BlockSyntax { Statements: [LockStatementSyntax only] } ? only : null)
        where inner is not null
        select Edit.Of(one, $"lock ({inner.Expression}) lock ({one.Expression}) {inner.Statement}");

    private static IEnumerable<Edit> BeginsLate(MutationSource source) =>
        Sections(source, atLeast: 2).Select(one => Edit.Of(one.Lock, $"{one.Statements[0]}\n{Section(one.Lock, one.Statements.Skip(1))}"));

    private static IEnumerable<Edit> EndsEarly(MutationSource source) =>
        Sections(source, atLeast: 2).Select(one => Edit.Of(one.Lock, $"{Section(one.Lock, one.Statements.SkipLast(1))}\n{one.Statements[^1]}"));

    private static IEnumerable<Edit> MovedDown(MutationSource source) =>
        from one in Sections(source, atLeast: 2)
        let next = Neighbour(one.Lock, 1)
        where next is not null
        select new Edit(TextSpan.FromBounds(one.Lock.SpanStart, next.Span.End), $"{one.Statements[0]}\n{Section(one.Lock, one.Statements.Skip(1).Append(next))}");

    private static IEnumerable<Edit> MovedUp(MutationSource source) =>
        from one in Sections(source, atLeast: 2)
        let before = Neighbour(one.Lock, -1)
        where before is not null and not LocalDeclarationStatementSyntax
        select new Edit(
            TextSpan.FromBounds(before.SpanStart, one.Lock.Span.End), $"{Section(one.Lock, one.Statements.SkipLast(1).Prepend(before))}\n{one.Statements[^1]}");

    // Between any two statements within the lock, also those of loops and branches: what leaves the lock still gives it back once.
    private static IEnumerable<Edit> Split(MutationSource source) =>
        from one in Locks(source)
        from block in one.Statement.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<BlockSyntax>()
        from statement in block.Statements.Skip(block == one.Statement ? 1 : 0)
        where statement is not (ThrowStatementSyntax or LocalFunctionStatementSyntax)
        select new Edit(
            new TextSpan(statement.SpanStart, 0), $"System.Threading.Monitor.Exit({one.Expression}); System.Threading.Monitor.Enter({one.Expression}); ");

    private static string Section(LockStatementSyntax one, IEnumerable<StatementSyntax> statements) =>
        $"lock ({one.Expression}) {{ {string.Join('\n', statements)} }}";

    private static StatementSyntax? Neighbour(LockStatementSyntax one, int distance) =>
        one.Parent is BlockSyntax block && block.Statements.IndexOf(one) + distance is var place && place >= 0 && place < block.Statements.Count ? block.Statements[place] : null;
}
