// `list.Count` is mutated to `list.Sum`: Stryker takes it for the method of LINQ. There is no such property, so that the mutant does not
// compile, and those around it are taken back with it: nobody ever judged `index <= list.Count`. Here is such a property. It is compiled into
// what is mutated where mutants are made, and nowhere else.
namespace Mutated;

/// <summary>What a number of elements is mutated to.</summary>
internal static class MutatedCount
{
    extension<T>(T counted)
    {
        /// <summary>0, whatever there is to count.</summary>
        public int Sum => 0;
    }
}
