using Charter.Performance;

return args switch
{
    ["prepare-floor"] => await Floor.Prepare(),
    ["floor"] => await Floor.Run(),
    ["generate", var count] => await Generator.Fill(int.Parse(count), Installation.FromEnvironment()),
    ["measure", ..] => await Measurement.Run(Options.Of(args[1..])),
    _ => throw new ArgumentException("prepare-floor | floor | generate N | measure …"),
};
