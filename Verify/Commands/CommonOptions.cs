using System.CommandLine;
using System.Globalization;
using Harness.Concurrency;

namespace Verify.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON object on standard output, and nothing else there." };

    /// <summary>Where mutation runs have left their reports.</summary>
    public static Option<string> Mutation() => new("--mutation")
    {
        Description = "The folder of the mutation reports.",
        HelpName = "DIR",
        DefaultValueFactory = _ => MutantsCommand.ReportFolder,
    };

    public static Option<ulong?> Seed() => new("--seed")
    {
        Description = "The seed of the random sequences, in hexadecimal. A fresh one if it is not given; it is printed.",
        HelpName = "HEX",
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

    /// <summary>One trace of a recording.</summary>
    public static Option<long?> Trace() => new("--trace")
    {
        Description = "Replay only the trace of this number.",
        HelpName = "N",
        CustomParser = result =>
        {
            if (long.TryParse(result.Tokens[0].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            {
                return number;
            }

            result.AddError($"--trace {result.Tokens[0].Value}: expected the whole number of a trace");
            return null;
        },
    };

    /// <summary>A whole number within a range.</summary>
    public static Option<int> Number(string name, string description, int usual, int lowest, int highest) => new(name)
    {
        Description = description,
        HelpName = "N",
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

    /// <summary>A time: plain seconds, or a number of seconds, minutes, hours or days.</summary>
    public static Option<TimeSpan> Time(string name, string description, TimeSpan usual, TimeSpan longest) => new(name)
    {
        Description = $"{description} As 90, 90s, 10m, 8h or 2d.",
        HelpName = "TIME",
        DefaultValueFactory = _ => usual,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            (string number, int seconds) = text switch
            {
                [.. var some, 's'] => (some, 1),
                [.. var some, 'm'] => (some, 60),
                [.. var some, 'h'] => (some, 3600),
                [.. var some, 'd'] => (some, 24 * 3600),
                _ => (text, 1),
            };
            if (long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value >= 1 && value <= longest.TotalSeconds / seconds)
            {
                return TimeSpan.FromSeconds(value * seconds);
            }

            result.AddError($"{name} {text}: expected a time from 1 second to {longest.TotalDays:n0} days, as 90, 90s, 10m, 8h or 2d");
            return usual;
        },
    };

    /// <summary>The folder of what earlier runs have kept.</summary>
    public static Option<string> Corpus() => new("--corpus")
    {
        Description = "The folder of what is kept from run to run: sequences and schedules that reached something new, or failed once.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Path.Combine("artifacts", "corpus"),
    };

    /// <summary>One of the scenarios that have names.</summary>
    public static Option<string?> Scenario(string description)
    {
        Option<string?> scenario = new("--scenario") { Description = description, HelpName = "NAME" };
        string[] names = [.. NamedScenarios.All.Select(known => known.Name)];
        scenario.CompletionSources.Add(names);
        scenario.Validators.Add(result =>
        {
            string name = result.Tokens is [var token, ..] ? token.Value : string.Empty;
            if (!names.Contains(name, StringComparer.Ordinal))
            {
                result.AddError($"no scenario is called '{name}'; there are {string.Join(", ", names)}");
            }
        });
        return scenario;
    }

    public static Option<string> Against()
    {
        Option<string> against = new("--against") { Description = "What is checked: the model, the port, or both.", DefaultValueFactory = _ => "model" };
        against.AcceptOnlyFromAmong("model", "port", "both");
        return against;
    }
}
