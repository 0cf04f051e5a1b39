namespace SynchronisationMutants;

/// <summary>What some mutants call instead of Interlocked: a source that is compiled with every mutant.</summary>
public static class MutantSteps
{
    /// <summary>The source. Its Volatile and Interlocked are those of the program that is mutated.</summary>
    public static SourceFile Source { get; } = new("MutantSteps.cs", """
        // What stands for Interlocked in mutants.
        internal static class MutantSteps
        {
            // Compares and then writes, in two steps.
            public static T CheckThenSet<T>(ref T location, T value, T comparand)
            {
                T seen = Volatile.Read(ref location);
                if (EqualityComparer<T>.Default.Equals(seen, comparand))
                {
                    Volatile.Write(ref location, value);
                }

                return seen;
            }

            // Compares and then writes, in two plain steps.
            public static T PlainCompareExchange<T>(ref T location, T value, T comparand)
            {
                T seen = location;
                if (EqualityComparer<T>.Default.Equals(seen, comparand))
                {
                    location = value;
                }

                return seen;
            }

            // Exchanges if it can, and says that it has.
            public static long TakenForSuccess(ref long location, long value, long comparand)
            {
                Interlocked.CompareExchange(ref location, value, comparand);
                return comparand;
            }

            public static int TakenForSuccess(ref int location, int value, int comparand)
            {
                Interlocked.CompareExchange(ref location, value, comparand);
                return comparand;
            }

            public static object? TakenForSuccess(ref object? location, object? value, object? comparand)
            {
                Interlocked.CompareExchange(ref location, value, comparand);
                return comparand;
            }

            // Does nothing, and says that it has.
            public static T Dropped<T>(ref T location, T value, T comparand) => comparand;

            // Reads and then writes.
            public static T Exchange<T>(ref T location, T value)
            {
                T seen = Volatile.Read(ref location);
                Volatile.Write(ref location, value);
                return seen;
            }

            public static T Add<T>(ref T location, T value) where T : System.Numerics.INumber<T>
            {
                T sum = Volatile.Read(ref location) + value;
                Volatile.Write(ref location, sum);
                return sum;
            }

            public static T Increment<T>(ref T location) where T : System.Numerics.INumber<T> => Add(ref location, T.One);

            public static T Decrement<T>(ref T location) where T : System.Numerics.INumber<T> => Add(ref location, -T.One);

            // The same in plain steps.
            public static T PlainExchange<T>(ref T location, T value)
            {
                T seen = location;
                location = value;
                return seen;
            }

            public static T PlainAdd<T>(ref T location, T value) where T : System.Numerics.INumber<T> => location += value;

            public static T PlainIncrement<T>(ref T location) where T : System.Numerics.INumber<T> => location += T.One;

            public static T PlainDecrement<T>(ref T location) where T : System.Numerics.INumber<T> => location -= T.One;
        }
        """);
}
