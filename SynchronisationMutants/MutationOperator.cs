// An operator looks for the places in a file where its change can be made. Each stands for a mistake that people
// make with locks and atomic words. Those of locks follow Bradbury, Cordy and Dingel, "Mutation operators for
// concurrent Java (J2SE 5.0)", MUTATION 2006 (ConMAn), adapted to C#; those of compare-exchange, of volatile
// accesses and of retries are this project's, in the same manner.
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SynchronisationMutants.Operators;

namespace SynchronisationMutants;

/// <summary>What an operator looks at.</summary>
/// <param name="File">The file.</param>
/// <param name="Root">Its syntax.</param>
/// <param name="Names">Which names of the program synchronise.</param>
public sealed record MutationSource(SourceFile File, CompilationUnitSyntax Root, SynchronisingNames Names);

/// <summary>A kind of mutant.</summary>
/// <param name="Name">Words joined by hyphens.</param>
/// <param name="StandsFor">The mistake that it stands for, in a sentence.</param>
/// <param name="Edits">The places where it can be made, and how.</param>
public sealed record MutationOperator(string Name, string StandsFor, Func<MutationSource, IEnumerable<Edit>> Edits)
{
    /// <summary>Those that fit every program.</summary>
    public static IReadOnlyList<MutationOperator> General { get; } =
        [.. CriticalSections.All, .. CompareExchanges.All, .. SharedAccesses.All, .. Retries.All, .. Looks.All];

    /// <summary>The mutants of a program.</summary>
    /// <param name="sources">Its files.</param>
    /// <param name="operators">The operators.</param>
    /// <returns>The mutants, by file and place; of equal ones the first.</returns>
    public static IReadOnlyList<Mutation> Mutate(IReadOnlyList<SourceFile> sources, IEnumerable<MutationOperator> operators)
    {
        ArgumentNullException.ThrowIfNull(sources);
        CompilationUnitSyntax[] roots = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text).GetCompilationUnitRoot())];
        SynchronisingNames names = SynchronisingNames.Of(roots);
        List<Mutation> mutations = [];
        foreach ((SourceFile file, CompilationUnitSyntax root) in sources.Zip(roots))
        {
            HashSet<Edit> seen = [];
            mutations.AddRange(operators
                .SelectMany(one => one.Edits(new MutationSource(file, root, names)).Where(seen.Add).Select(edit => new Mutation(one.Name, file, edit)))
                .GroupBy(mutation => (mutation.Operator, mutation.Edit.Span.Start))
                .SelectMany(group => group.Select((mutation, ordinal) => mutation with { Ordinal = ordinal }))
                .OrderBy(mutation => mutation.Edit.Span.Start)
                .ThenBy(mutation => mutation.Id, StringComparer.Ordinal));
        }

        return mutations;
    }
}
