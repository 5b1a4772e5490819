"""Many runs and what they say: designs, execution, storage, analysis, figures, validation."""
