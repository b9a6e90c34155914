"""The register of concern (重点关爱): marks and homes."""
