using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SynchronisationMutants;

/// <summary>Why nothing can see a mutant. It is run all the same: one that a trial kills has a wrong proof.</summary>
/// <param name="File">The file.</param>
/// <param name="Member">The method or property, or the type where it is in none.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Line">The line at which the mutant begins, without what stands around it.</param>
/// <param name="Because">The proof.</param>
/// <param name="Replacement">What the mutant puts there, or null for all mutants of the operator at that line.</param>
public sealed record EquivalenceProof(string File, string Member, string Operator, string Line, string Because, string? Replacement = null)
{
    /// <summary>Whether it is about a mutant.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>Whether it is.</returns>
    public bool IsAbout(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        return string.Equals(File, mutation.File.Name, StringComparison.Ordinal)
            && string.Equals(Operator, mutation.Operator, StringComparison.Ordinal)
            && string.Equals(Line, LineOf(mutation), StringComparison.Ordinal)
            && (Replacement is null || string.Equals(Replacement, mutation.Edit.Replacement, StringComparison.Ordinal))
            && string.Equals(Member, MemberOf(mutation), StringComparison.Ordinal);
    }

    /// <summary>The line at which a mutant begins.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>The line, without what stands around it.</returns>
    public static string LineOf(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        return mutation.File.Text.Split('\n')[mutation.Start.Line].Trim();
    }

    /// <summary>The method or property in which a mutant is.</summary>
    /// <param name="mutation">The mutant.</param>
    /// <returns>Its name; that of the type where it is in none.</returns>
    public static string MemberOf(Mutation mutation)
    {
        ArgumentNullException.ThrowIfNull(mutation);
        SyntaxNode place = CSharpSyntaxTree.ParseText(mutation.File.Text).GetRoot().FindToken(mutation.Edit.Span.Start).Parent!;
        return place.AncestorsAndSelf().Select(static node => node switch
        {
            MethodDeclarationSyntax method => method.Identifier.Text,
            PropertyDeclarationSyntax property => property.Identifier.Text,
            BaseTypeDeclarationSyntax type => type.Identifier.Text,
            _ => null,
        }).FirstOrDefault(static name => name is not null) ?? string.Empty;
    }
}
