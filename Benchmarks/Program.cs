// The console program: `table [sizes...]`, or BenchmarkDotNet with its own arguments. Either begins with the check that the
// contestants do the same work. Read next: Crowd.cs for what is measured, Questions/ for the benchmarks.
using BenchmarkDotNet.Running;
using Benchmarks;

if (EqualAnswers.FindDifference(operations: 20_000) is { } difference)
{
    await Console.Error.WriteLineAsync(difference);
    return 1;
}

if (args is not ["table", .. string[] sizes])
{
    BenchmarkSwitcher.FromAssembly(typeof(Table).Assembly).Run(args);
    return 0;
}

int[] numbers = [.. sizes.Select(size => int.TryParse(size, out int number) ? number : 0)];
if (numbers.Any(number => number is < 2 or > 10_000_000))
{
    await Console.Error.WriteLineAsync($"table {string.Join(' ', sizes)}: expected numbers of entries, 2 to 10000000");
    return 2;
}

Table.Write(numbers is [] ? Table.DefaultSizes : numbers, TimeSpan.FromMilliseconds(100), Console.Out);
return 0;
