using System.CommandLine;
using System.Globalization;

namespace Verify.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output, and nothing else there." };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "The seed of the random sequences, in hexadecimal. A fresh one if it is not given; it is printed.",
        CustomParser = result =>
        {
            if (ulong.TryParse(result.Tokens[0].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong seed))
            {
                return seed;
            }

            result.AddError($"'{result.Tokens[0].Value}' is no seed: expected up to 16 hexadecimal digits");
            return null;
        },
    };

    /// <summary>A whole number within a range.</summary>
    public static Option<int> Number(string name, string description, int usual, int lowest, int highest) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
                && value >= lowest && value <= highest)
            {
                return value;
            }

            result.AddError($"{name} {result.Tokens[0].Value}: expected a whole number from {lowest} to {highest}");
            return usual;
        },
    };

    public static Option<string> Against()
    {
        Option<string> against = new("--against") { Description = "What is checked: the model.", DefaultValueFactory = _ => "model" };
        against.AcceptOnlyFromAmong("model");
        return against;
    }
}
