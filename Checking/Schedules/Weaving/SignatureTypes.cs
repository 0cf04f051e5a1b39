using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Checking.Schedules.Weaving;

/// <summary>What the types of a signature say, where a field is used or a method is called.</summary>
internal static class SignatureTypes
{
    /// <summary>A type without the marks that compilers put on it, as for `volatile`, `init` and `ref readonly`.</summary>
    /// <param name="type">The type.</param>
    /// <returns>The type that the mark is on.</returns>
    public static TypeReference Unmarked(TypeReference type) => type is IModifierType marked ? Unmarked(marked.ElementType) : type;

    /// <summary>Whether a value of a type is an address of something.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Whether it is a managed or an unmanaged pointer.</returns>
    public static bool IsAddress(TypeReference type) => Unmarked(type) is ByReferenceType or PointerType;

    /// <summary>
    /// The type of a field where it is used: what the generic type that declares it is made of stands in the place of its parameters. Not in a
    /// pointer to a function, which stays as it is.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <returns>Its type.</returns>
    public static TypeReference Of(FieldReference field) => Filled(field.FieldType, field.DeclaringType as GenericInstanceType);

    private static TypeReference Filled(TypeReference type, GenericInstanceType? owner) => Unmarked(type) switch
    {
        GenericParameter parameter => owner!.GenericArguments[parameter.Position],
        GenericInstanceType instance => instance.ElementType.MakeGenericInstanceType([.. instance.GenericArguments.Select(argument => Filled(argument, owner))]),
        ArrayType array => Filled(array.ElementType, owner).MakeArrayType(array.Rank),
        ByReferenceType reference => Filled(reference.ElementType, owner).MakeByReferenceType(),
        PointerType pointer => Filled(pointer.ElementType, owner).MakePointerType(),
        var other => other,
    };
}
