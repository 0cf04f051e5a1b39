using System.Reflection;
using Checking.Schedules.Weaving;
using Mono.Cecil;
using Xunit;

namespace Checking.Tests.Schedules;

/// <summary>What a field's type is where it is used.</summary>
public sealed class SignatureTypesTests : IClassFixture<WarmCompiler>
{
    private const string Component = """
        public sealed class Toy
        {
            public volatile int Turn;
            public int[] Many;
        }
        public sealed unsafe class Shapes<TOne, TOther> where TOne : unmanaged where TOther : class
        {
            public static TOne Shared;
            public TOne One;
            public TOther Other;
            public volatile TOther Turn;
            public TOne[] Many;
            public TOne[,] Square;
            public TOther[][,,] Cubes;
            public TOne* At;
            public TOne** Far;
            public (TOther, TOne[])? Both;
            public Shapes<TOne, TOther[]> Longer;
            public Inner In;
            public string Name;
            public sealed class Inner
            {
                public Func<TOther, Inner> Deep;
            }
        }
        public ref struct Cursor<T>
        {
            public ref T At;
            public Span<T> Rest;
        }
        """;

    [Fact]
    public void A_field_has_where_it_is_used_the_type_that_the_runtime_gives_it()
    {
        using CompiledToy toy = new("Shapes", Component, """
            return string.Empty; }
            public static Type[] Types() { return [typeof(Toy), typeof(Shapes<int, string>), typeof(Shapes<long, object[]>), typeof(Shapes<int, string>.Inner), typeof(Cursor<byte>)];
            """);
        using ModuleDefinition module = ModuleDefinition.CreateModule("uses", ModuleKind.Dll);
        FieldInfo[] fields = [.. toy.Check<Type[]>("Types")().SelectMany(static type => type.GetFields())];

        Assert.Equal(31, fields.Length);
        Assert.All(fields, field => Assert.Equal(module.ImportReference(field.FieldType).FullName, SignatureTypes.Of(module.ImportReference(field)).FullName));
    }
}
